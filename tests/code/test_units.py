import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.code.folding import fold
from tests.code.statements import body, parts, statement, texts, units_of, words


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("Delegates noted A and called for B.", ["Delegates noted A", "called for B"]),
        ("They met, highlighting the cost.", ["They met", "highlighting the cost"]),
        ("The net is for all, and everyone is welcome.", ["The net is for all", "everyone is welcome"]),
        ("The work has begun; this shows its worth.", ["The work has begun", "this shows its worth"]),
        ("The net creates jobs and drives growth.", ["The net creates jobs and drives growth"]),
        ("Delegates agreed that A is so and that B is so.", ["Delegates agreed that A is so and that B is so"]),
        ("Some supported the text, others opposed it.", ["Some supported the text", "others opposed it"]),
        ("We need youth, which is why I thank them.", ["We need youth", "I thank them"]),
        ("I spoke to all and I am glad.", ["I spoke to all", "I am glad"]),
        ("However, the Chair noted the cost.", ["the Chair noted the cost"]),
        ("Distinguished delegates, I thank you.", ["I thank you"]),
        ("But time is short.", ["time is short"]),
        ("Chile welcomed the plan and will review its terms.", ["Chile welcomed the plan", "will review its terms"]),
        (
            "Delegates welcomed it and the Secretariat announced a portal.",
            ["Delegates welcomed it", "the Secretariat announced a portal"],
        ),
        ("The net creates jobs and the market is growing.", ["The net creates jobs", "the market is growing"]),
        ("The link between jobs and the market is clear.", ["The link between jobs and the market is clear"]),
        (
            "Noting that time is short, training remains vital.",
            ["Noting that time is short", "training remains vital"],
        ),
        (
            "I thank Kenya for it and I now give the floor to Chile.",
            ["I thank Kenya for it", "I now give the floor to Chile"],
        ),
        ("We met in Accra and reaffirm our pledge.", ["We met in Accra", "reaffirm our pledge"]),
        (
            "Delegates condemned the attack, stressed the need for help and urged calm.",
            ["Delegates condemned the attack", "stressed the need for help", "urged calm"],
        ),
        (
            "Delegates called for help, stressing the need, and urged all donors to act.",
            ["Delegates called for help", "stressing the need", "urged all donors to act"],
        ),
        (
            "We look forward to meeting again and express our thanks to you.",
            ["We look forward to meeting again", "express our thanks to you"],
        ),
        ("I will publish the text and invite you to comment.", ["I will publish the text", "invite you to comment"]),
        ("The net is strong – it also needs care.", ["The net is strong", "it also needs care"]),
        ("They need rules, so that all can benefit.", ["They need rules, so that all can benefit"]),
        (
            "Both sides seek a lasting and mutually accepted plan.",
            ["Both sides seek a lasting and mutually accepted plan"],
        ),
        (
            "Deeply concerned about the cost, delegates called for a ban.",
            ["Deeply concerned about the cost", "delegates called for a ban"],
        ),
        ("Data Flows – Members noted the cost.", ["Members noted the cost"]),
        ("It is so decided.", ["It is so decided"]),
        ("Dr. Ana Ruiz, you have the floor.", ["you have the floor"]),
        (
            "We will work to open markets and reaffirm our commitment to peace.",
            ["We will work to open markets", "reaffirm our commitment to peace"],
        ),
        ("Chile, please go ahead.", ["please go ahead"]),
    ],
)
def test_a_sentence_is_cut_into_claims(sentence, units):
    assert texts(body(sentence)) == units


def test_a_second_cue_inherits_the_source_of_the_first():
    made = body("Several delegates noted the cost and called for action.")
    second = units_of(made)[1]
    assert (words(made, second.source), second.source_inherited) == ("Several delegates", True)


def test_a_pronoun_stands_for_the_holder_before_it():
    made = body("Delegates noted the cost.", "They also stressed the risk.")
    second = units_of(made)[1]
    assert (words(made, second.source), second.source_inherited) == ("Delegates", True)


def test_a_pronoun_stands_for_the_subject_of_a_plain_clause_before_it():
    made = body("The Director opened the meeting.", "She stressed the risk.")
    assert words(made, units_of(made)[1].source) == "The Director"


@pytest.mark.parametrize(
    ("pronoun", "source"), [("It", "The Agency"), ("She", "The President")], ids=["a body", "a person"]
)
def test_a_pronoun_stands_for_what_it_can_name(pronoun, source):
    made = body("The President thanked the host.", "The Agency welcomed it.", f"{pronoun} stressed the risk.")
    assert words(made, units_of(made)[2].source) == source


def test_what_a_body_introduces_is_said_by_it():
    made = statement(
        ("body", ("The General Assembly,",)),
        ("body", ("Recalling its resolution,",)),
        ("list_item", ("Calls upon all States to act;",)),
    )
    assert parts(made) == [
        ("The General Assembly", "Recalling", "its resolution"),
        ("The General Assembly", "Calls upon", "all States to act"),
    ]


def test_ministers_that_introduce_themselves_say_what_follows():
    made = statement(
        ("body", ("We, the Ministers of Chile and Peru,",)), ("body", ("Reaffirm our commitment to peace.",))
    )
    assert parts(made) == [("We", "Reaffirm our commitment to", "peace")]


@pytest.mark.parametrize(
    ("introduction", "source"),
    [
        (("body", ("We met in May.", "In this regard, we:")), "we"),
        (("heading", ("The Ministers:",)), "The Ministers"),
    ],
)
def test_whom_words_before_a_colon_name_does_what_the_list_says(introduction, source):
    made = statement(
        introduction, ("list_item", ("Welcomed the report;",)), ("list_item", ("Called on States to act.",))
    )
    assert parts(made)[-2:] == [(source, "Welcomed", "the report"), (source, "Called on", "States to act")]


@pytest.mark.parametrize(
    ("introduction", "claims"),
    [
        ("Delegates noted the cost and called for:", [("Delegates", "noted", "the cost"), ("Delegates", "called for")]),
        ("The Ministers welcomed and encouraged:", [("The Ministers", "welcomed and encouraged")]),
        ("The Council called on all States to:", [("The Council", "called on")]),
        ("Delegates agreed that States should:", [("Delegates", "agreed")]),
        ("The meeting proposed that States:", [("The meeting", "proposed")]),
    ],
)
def test_words_that_only_lead_to_a_list_hand_on_their_cue(introduction, claims):
    made = statement(("body", (introduction,)), ("list_item", ("share the plan",)))
    assert parts(made) == [*claims[:-1], (*claims[-1], "share the plan")]


def test_a_clause_that_only_announces_a_list_is_no_claim():
    made = statement(("body", ("The measures are:",)), ("list_item", ("Training of officials",)))
    assert texts(made) == ["Training of officials"]


@pytest.mark.parametrize(
    "item", ["Ana Ruiz, Chile", "H.E. Ana Ruiz, Minister of Trade, Chile", "Ms. Ana Ruiz", "Chile", "the World Bank"]
)
def test_the_names_of_those_who_were_there_are_no_claims(item):
    assert texts(statement(("body", ("Participants included:",)), ("list_item", (item,)))) == []


@pytest.mark.parametrize("words_before", ["In favour: ", "Against: ", "Abstaining:\n", ""])
def test_the_names_of_states_that_voted_are_no_claims(words_before):
    listed = "Chile, Fiji, Ghana, Iran (Islamic Republic of), Peru."
    assert texts(body(words_before + listed)) == []


def test_states_that_do_something_are_a_claim():
    assert texts(body("Chile, Fiji, Ghana and Peru took part.")) == ["Chile, Fiji, Ghana and Peru took part"]


def test_names_under_a_cue_are_claims():
    made = statement(("body", ("I thank:",)), ("list_item", ("Ms. Ana Ruiz",)), ("list_item", ("Chile",)))
    assert parts(made) == [("I", "thank", "Ms. Ana Ruiz"), ("I", "thank", "Chile")]


def test_text_without_stops_keeps_its_claims():
    made = body("; ".join(["Delegates noted the cost"] * 500) + ".")
    assert texts(made) == ["Delegates noted the cost"] * 500


def test_a_participle_in_front_has_the_source_of_the_main_clause():
    made = body("Noting that time is short, the President urged speed.")
    assert parts(made) == [
        ("the President", "Noting", "time is short"),
        ("the President", "urged", "speed"),
    ]


def test_an_enumeration_is_one_claim_for_each_item_and_one_for_its_introduction():
    made = body("Many ideas have been put forward, including (a) a fund, (b) a portal.")
    units = units_of(made)
    assert texts(made) == ["Many ideas have been put forward", "a fund", "a portal"]
    assert [unit.parent for unit in units] == [None, 0, 0]
    assert [words(made, unit.cue) for unit in units] == ["have been put forward"] * 3
    assert [unit.cue_inherited for unit in units] == [False, True, True]


def test_an_introduction_that_says_nothing_is_no_claim():
    assert texts(body("Delegates called for (a) a fund, (b) a portal.")) == ["a fund", "a portal"]
    assert texts(body("Delegates urged States to (a) share a plan, (b) open a portal.")) == [
        "share a plan",
        "open a portal",
    ]


def test_list_items_inherit_from_what_introduces_them():
    made = statement(
        ("body", ("Delegates called for action on three points:",)),
        ("list_item", ("a common fund;",)),
        ("list_item", ("a new portal.", "It is cheap.")),
        ("list_item", ("I thank the host.",)),
        ("body", ("The day was long.",)),
    )
    units = units_of(made)
    assert [unit.cue_inherited for unit in units] == [False, True, True, False, False, False]
    assert [words(made, unit.source) for unit in units] == ["Delegates"] * 3 + [None, "I", None]
    assert [unit.parent for unit in units] == [None, 0, 0, None, 0, None]


def test_a_list_inherits_the_agreement_that_its_introduction_names():
    made = statement(("body", ("I note some widely shared principles:",)), ("list_item", ("Trust matters.",)))
    item = units_of(made)[1]
    assert (words(made, item.cue), item.act, item.holder) == ("widely shared", "agree", "impersonal")


@pytest.mark.parametrize("kind", ["title", "heading", "salutation", "note"])
def test_what_is_no_body_text_has_no_claims(kind):
    assert units_of(statement((kind, ("Delegates noted the cost.",)))) == ()


@pytest.mark.parametrize(
    ("sentence", "act", "holder"),
    [
        ("Delegates agreed to meet again.", "commit", "collective"),
        ("Delegates agreed on a text.", "agree", "collective"),
        ("We need to act.", "call", "we"),
        ("I hope to see you.", "welcome", "speaker"),
        ("Views differed on the text.", "differ", "impersonal"),
        ("The Chair warned of delays.", "concern", "named"),
        ("I would like to share a thought.", "procedure", "speaker"),
        ("The text is long.", "", ""),
    ],
)
def test_the_cue_says_what_is_done_and_the_source_who_does_it(sentence, act, holder):
    unit = units_of(body(sentence))[0]
    assert (unit.act, unit.holder) == (act, holder)


MADE_OF = """Delegates we I They the Chair noted stressed called for on and but , ; : that which need to should by all
(a) (b) is are was support agreement noting however As said United States Türkiye “ ” . – 7 consensus emerged There"""
WORDS = st.sampled_from(MADE_OF.split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=25).map(" ".join) | st.text(max_size=60)
PARAGRAPHS = st.tuples(
    st.sampled_from(["body", "list_item", "closing", "heading"]), st.lists(SENTENCES, min_size=1, max_size=3).map(tuple)
)


@given(st.lists(PARAGRAPHS, max_size=4))
def test_units_lie_apart_and_in_order_within_their_sentences(paragraphs):
    made = statement(*paragraphs)
    end = 0
    for unit in units_of(made):
        sentence = made.paragraphs[unit.paragraph].sentences[unit.sentence]
        assert sentence.start <= unit.span.start < unit.span.end <= sentence.end
        assert unit.span.start >= end
        end = unit.span.end


@given(st.lists(PARAGRAPHS, max_size=4))
def test_parts_lie_in_their_unit_unless_they_are_inherited(paragraphs):
    made = statement(*paragraphs)
    units = units_of(made)
    for number, unit in enumerate(units):
        for part, inherited in (
            (unit.source, unit.source_inherited),
            (unit.cue, unit.cue_inherited),
            (unit.content, False),
        ):
            assert part is None or part.start < part.end
            assert part is None or inherited or unit.span.start <= part.start < part.end <= unit.span.end
        assert unit.parent is None or unit.parent < number


@given(st.text())
def test_folding_keeps_every_character_at_its_place(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded.isascii()
    assert folded == folded.lower()


def test_every_sentence_that_says_something_has_a_claim():
    made = body("Delegates noted the cost.", "Long live the Internet!", "And so, to work.")
    assert {unit.sentence for unit in units_of(made)} == {0, 1, 2}


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _gold(folder, name):
    """The reference claims, and the statement of their sentences, in paragraphs of the reference's kinds."""
    claims = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    spec = json.loads((folder / f"{name}.paragraphs.json").read_text(encoding="utf-8"))
    openings = [
        (_letters(paragraph["first_words"]), paragraph["kind"])
        for given in spec["statements"]
        for paragraph in given["paragraphs"]
        if paragraph["kind"] in {"body", "list_item", "closing"}
    ]
    paragraphs: list[tuple[str, list[str]]] = []
    for sentence in dict.fromkeys(claim["sentence"] for claim in claims):
        if openings and _letters(sentence).startswith(openings[0][0][: len(_letters(sentence))]):
            paragraphs.append((openings.pop(0)[1], []))
        paragraphs[-1][1].append(sentence)
    return claims, statement(*((kind, tuple(sentences)) for kind, sentences in paragraphs))


@pytest.mark.parametrize(
    ("name", "field", "floor"),
    [
        (name, field, floor)
        for name in ("gccs-2012-budapest-chair-closing", "oewg-2021-session1-chair-closing")
        for field, floor in (("text", 0.98), ("source", 0.97), ("cue", 0.97), ("content", 0.97))
    ],
)
def test_the_reference_is_found(gold_folder, name, field, floor):
    claims, made = _gold(gold_folder, name)
    units = units_of(made)
    spans = {"text": "span"}.get(field, field)
    wanted = Counter((_letters(c["text"]), _letters(c[field] or "")) for c in claims)
    found = Counter(
        (_letters(words(made, u.span) or ""), _letters(words(made, getattr(u, spans)) or "")) for u in units
    )
    assert 2 * (wanted & found).total() / (wanted.total() + found.total()) >= floor
