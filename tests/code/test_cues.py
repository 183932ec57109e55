import pytest

from flows.code.units.cue_tables import constructions, cue_rules
from flows.code.units.inflect import verb_forms, with_s
from flows.code.units.sources import source_rules
from flows.code.units.splits import split_rules
from tests.code.statements import body, parts, rules, units_of

TABLES = {
    "cues.csv": cue_rules(),
    "constructions.csv": tuple(constructions().values()),
    "sources.csv": source_rules(),
    "splits.csv": split_rules(),
}
ROWS = [pytest.param(row, id=row.id) for table in TABLES.values() for row in table]


@pytest.mark.parametrize("row", [row for row in ROWS if row.values[0].example])
def test_a_rule_decides_its_example(row):
    assert row.id in rules(units_of(body(row.example)))


@pytest.mark.parametrize("row", [row for row in ROWS if row.values[0].counterexample])
def test_a_rule_leaves_its_counterexample_alone(row):
    assert row.id not in rules(units_of(body(row.counterexample)))


def test_every_rule_has_an_example_but_those_that_take_a_list():
    without = {row.id for table in TABLES.values() for row in table if not row.example}
    assert without == {"split.list-item", "construction.agreed-points"}


def test_no_id_stands_in_two_tables():
    ids = [row.id for table in TABLES.values() for row in table]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("lemma", "irregular", "forms"),
    [
        ("note", (), "note notes noted noted noting"),
        ("agree", (), "agree agrees agreed agreed agreeing"),
        ("deny", (), "deny denies denied denied denying"),
        ("convey", (), "convey conveys conveyed conveyed conveying"),
        ("commit", (), "commit commits committed committed committing"),
        ("stress", (), "stress stresses stressed stressed stressing"),
        ("take", ("took", "taken"), "take takes took taken taking"),
        ("put", ("put", "put", "putting"), "put puts put put putting"),
    ],
)
def test_a_verb_has_its_forms(lemma, irregular, forms):
    assert [form.text for form in verb_forms(lemma, irregular)] == forms.split()


@pytest.mark.parametrize(("noun", "plural"), [("body", "bodies"), ("wish", "wishes"), ("day", "days")])
def test_a_noun_has_its_plural(noun, plural):
    assert with_s(noun) == plural


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content"),
    [
        ("Delegates have strongly emphasised the cost.", "Delegates", "have strongly emphasised", "the cost"),
        ("I would also like to thank the host.", "I", "would also like to thank", "the host"),
        ("Many States called strongly for a ban.", "Many States", "called strongly for", "a ban"),
        ("We are also mindful of the risk.", "We", "are also mindful of", "the risk"),
        ("We now have to act.", "We", "have to", "act"),
        ("We must not forget them.", "We", "must", "not forget them"),
        ("We will also publish a report.", "We", "will", "publish a report"),
        ("Our goal is to listen.", "Our", "Our goal is", "to listen"),
        ("The rapporteur took note of the report.", "The rapporteur", "took note of", "the report"),
        ("There was broad support for the plan.", None, "There was broad support for", "the plan"),
        ("A consensus emerged around the plan.", None, "A consensus emerged around", "the plan"),
        ("Opinions diverged on the plan.", None, "Opinions diverged on", "the plan"),
        ("The plan was widely welcomed.", None, "was widely welcomed", "The plan"),
        ("The plan was welcomed by all delegations.", "all delegations", "was welcomed", "The plan"),
        ("It was suggested that we wait.", None, "It was suggested", "we wait"),
        ("According to the Chair, time is short.", "the Chair", "According to the Chair", "time is short"),
        ("As our friend from Chile said, time is short.", "our friend from Chile", "said", "time is short"),
        ("Time is short, delegates stressed.", "delegates", "stressed", "Time is short"),
        ("I said at the outset that time is short.", "I", "said", "time is short"),
        ("Chile will host the meeting.", "Chile", "will", "host the meeting"),
        ("There was agreement between the two sides on a text.", "the two sides", "There was agreement", "a text"),
        ("I should like to thank the host.", "I", "should like to thank", "the host"),
        ("Let me emphasize that time is short.", "me", "Let me emphasize", "time is short"),
        ("My delegation and I congratulate you.", "My delegation and I", "congratulate", "you"),
        ("We appreciate greatly the efforts made.", "We", "appreciate greatly", "the efforts made"),
        ("I agree with the envoy of Kenya that it works.", "I", "agree with", "it works"),
        ("Mr. Lopez (Spain) said that it works.", "Mr. Lopez (Spain)", "said", "it works"),
        (
            "The envoy of Egypt (on behalf of the African Group) said that it works.",
            "The envoy of Egypt",
            "said",
            "it works",
        ),
        ("Chile, Peru and others opposed the text.", "Chile, Peru and others", "opposed", "the text"),
        (
            "Participants Chile, Peru and Spain, as well as Norway, announced a fund.",
            "Participants Chile, Peru and Spain, as well as Norway",
            "announced",
            "a fund",
        ),
        ("We, the Ministers of Chile, Peru and Spain, welcome the text.", "We", "welcome", "the text"),
        ("“Time is short,” said the Chair.", "the Chair", "said", "Time is short"),
        ("I have no doubt that it works.", "I", "have no doubt", "it works"),
        ("Norway considers that it works.", "Norway", "considers", "it works"),
        ("Allow me to begin by thanking the host.", "me", "Allow me to begin by thanking", "the host"),
        ("Allow me to express my thanks to the host.", "me", "Allow me to express my thanks to", "the host"),
        ("I cannot close without thanking the host.", "I", "cannot close without thanking", "the host"),
        ("We all agree that it works.", "We all", "agree", "it works"),
        ("Delegates noted, among other things, the cost.", "Delegates", "noted", "the cost"),
        ("The Chair noted, in her closing words, that it works.", "The Chair", "noted", "it works"),
        ("The Secretariat was requested to report.", None, "was requested to", "report"),
        ("The Secretariat will also circulate the text.", "The Secretariat", "will", "circulate the text"),
        ("Pakistan will continue to support the mission.", "Pakistan", "will", "continue to support the mission"),
        ("Delegates reiterated their positions.", "Delegates", "reiterated", "their positions"),
        ("States Parties to the treaty welcomed it.", "States Parties to the treaty", "welcomed", "it"),
        ("Delegates broadly agreed that it works.", "Delegates", "broadly agreed", "it works"),
        ("Nobody in this room opposed the text.", "Nobody in this room", "opposed", "the text"),
        ("No common position emerged on the text.", None, "No common position emerged on", "the text"),
        ("Norway shares that vision.", "Norway", "shares", "that vision"),
        ("Most of them supported the text.", "Most of them", "supported", "the text"),
        ("Dr. Ana Ruiz briefed the members.", "Dr. Ana Ruiz", "briefed", "the members"),
        ("Delegates could not agree on a text.", "Delegates", "could not agree on", "a text"),
        ("Some would like the text to be shorter.", "Some", "would like", "the text to be shorter"),
        ("It is a matter of deep regret that it failed.", None, "It is a matter of deep regret", "it failed"),
        ("It is so decided.", None, "It is so decided", None),
        ("My colleagues in Lima and I thank the host.", "My colleagues in Lima and I", "thank", "the host"),
        ("I’m glad that it works.", "I", "’m glad", "it works"),
        ("We’d like to thank the host.", "We", "’d like to thank", "the host"),
        ("We've heard that it works.", "We", "'ve heard", "it works"),
        ("The idea met with support from some.", "some", "met with support", "The idea"),
        ("The idea did not command consensus.", None, "did not command consensus", "The idea"),
        ("I take this opportunity to thank the host.", "I", "take this opportunity to thank", "the host"),
        (
            "We wish to place on record our thanks to the host.",
            "We",
            "wish to place on record our thanks to",
            "the host",
        ),
        ("I should like at the outset to thank the host.", "I", "should like at the outset to thank", "the host"),
        ("The European Union supports the plan.", "The European Union", "supports", "the plan"),
        ("Trinidad and Tobago supports the plan.", "Trinidad and Tobago", "supports", "the plan"),
        ("We, the Ministers, need to go on.", "We", "need to", "go on"),
    ],
)
def test_a_sentence_is_read_into_source_cue_and_content(sentence, source, cue, content):
    assert parts(body(sentence)) == [(source, cue, content)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Chair convened a meeting.",
        "The report shows that prices fell.",
        "We have made good progress.",
        "States should recognise the risk.",
        "The wish to support them is old.",
        "The plan that delegates supported is old.",
        "The United States is a large country.",
        "Discussions highlighted the risk.",
        "Norway will suffer great losses.",
        "The meeting will be long.",
        "The Forum will continue to serve as a platform.",
        "Haiti honours an envoy known for her courage.",
        "The Office has been responding to the crisis.",
        "Ana Ruiz briefed leaders on its new report.",
        "The Council remains, and I am sure it will stay, seized of the matter.",
    ],
)
def test_a_plain_assertion_has_neither_source_nor_cue(sentence):
    assert parts(body(sentence)) == [(None, None, sentence.rstrip("."))]
