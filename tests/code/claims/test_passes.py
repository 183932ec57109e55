"""Single passes of the claims step, on values that a reader can check."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.code.claims.contents import content_of
from flows.code.claims.linear import Bag, Linear, bag_hashes, feature_hashes, scores
from flows.code.claims.quotations import begins_quoted, closes, opens
from flows.code.claims.resolutions import opening_of
from flows.code.claims.spans import best_spans
from flows.code.claims.word_classes import word_classes
from flows.code.pipeline import claims_of
from flows.code.structure import ENGLISH
from flows.code.units.trimming import trim
from flows.records import Span
from flows.rules import RuleError
from tests.code.claims.test_claims import statements_of

tables = st.lists(st.lists(st.tuples(*[st.integers(-9, 9)] * 3), min_size=0, max_size=9), min_size=1, max_size=5)


@given(tables, st.integers(1, 6))
def test_the_best_span_is_the_one_that_trying_all_of_them_finds(claims: list, longest: int) -> None:
    rows = np.array([row for claim in claims for row in claim], np.int32).reshape(-1, 3)
    first = np.concatenate(([0], np.cumsum([len(claim) for claim in claims])))
    found = best_spans(rows, first, longest)
    for number, claim in enumerate(claims):
        worth = {
            (start, end): claim[start][0] + claim[end - 1][1] + sum(row[2] for row in claim[start:end])
            for start in range(len(claim))
            for end in range(start + 1, min(start + longest, len(claim)) + 1)
        }
        best = max(worth.values(), default=0)
        if best <= 0:
            assert found.start[number] == -1
        else:
            span = (int(found.start[number] - first[number]), int(found.end[number] - first[number]))
            assert worth[span] == best == found.score[number]


def _model(answers: int) -> Linear:
    weights = np.random.default_rng(1).integers(-9, 9, (1 << 8, answers)).astype(np.int8)
    return Linear(weights, (("a",), ("a", "b")), tuple(map(str, range(answers))), ("words",))


def test_a_score_is_the_sum_of_the_weights_of_a_things_features() -> None:
    model, columns = _model(2), {"a": np.array([5, 7], np.uint32), "b": np.array([1, 2], np.uint32)}
    bag = Bag(np.array([1, 1]), np.array([3, 3], np.uint32))
    found = scores(model, 2, lambda name, part: columns[name][part], {"words": bag}.__getitem__)
    for thing in range(2):
        hashes = [int(column[thing]) for column in feature_hashes(model.templates, columns.__getitem__)]
        hashes += [int(one) for one in bag_hashes(0, bag.hashes)] if thing else []
        assert found[thing].tolist() == sum(model.weights[one & 255].astype(int) for one in hashes).tolist()


def test_scores_are_the_same_however_many_things_are_scored_together() -> None:
    model, count = _model(3), 9000
    columns = {name: np.random.default_rng(2).integers(0, 1 << 20, count).astype(np.uint32) for name in "ab"}
    none = Bag(np.zeros(0, np.int64), np.zeros(0, np.uint32))
    whole = scores(model, count, lambda name, part: columns[name][part], lambda name: none)
    alone = scores(model, 5, lambda name, part: columns[name][-5:][part], lambda name: none)
    assert whole[-5:].tolist() == alone.tolist()


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("delegates noted that time was short", "noted", "delegates", "time was short"),
        ("the text is, in our view, balanced and ready", "in our view", "our", "balanced and ready"),
        ("the need for training was recognised by many", "was recognised by", "many", "the need for training"),
        ("at the meeting, fiji urged restraint", "urged", "fiji", "restraint"),
        ("it was agreed that states should meet", "it was agreed", None, "states should meet"),
        ("we agree", "agree", "we", "we agree"),
    ],
)
def test_the_content_is_what_is_held_without_cue_source_and_conjunction(
    text: str, cue: str, source: str | None, content: str
) -> None:
    def place(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    found = content_of(text, Span(0, len(text)), place(cue), place(source) if source else None)
    assert text[slice(*found)] == content


@pytest.mark.parametrize(
    ("words", "cue", "act"),
    [
        ("recalling further its resolution", "recalling further", "recognise"),
        ("also requests the secretary", "also requests", "call"),
        ("once again urges all states", "once again urges", "call"),
        ("takes note with appreciation of the report", "takes note with appreciation of", "welcome"),
        ("deeply concerned about the delay", "deeply concerned about", "concern"),
        ("welcomes the report", "welcomes", "welcome"),
    ],
)
def test_a_clause_of_a_resolution_opens_with_its_verb_adverbs_and_manner(words: str, cue: str, act: str) -> None:
    opening = opening_of("en", tuple(words.split()))
    assert opening is not None
    assert (words.split()[: opening.length], opening.act) == (cue.split(), act)


@pytest.mark.parametrize("words", ["the report was long", "in geneva we met"])
def test_other_sentences_open_no_clause_of_a_resolution(words: str) -> None:
    assert opening_of("en", tuple(words.split())) is None


def test_a_quotation_is_open_until_its_mark_closes_it() -> None:
    text = "She said: “We agree. We will sign.” They left."
    first, second = text.index("We agree"), text.index("We will")
    assert opens(text, 0, second - 1)
    assert not begins_quoted(text, first, len(text))
    assert begins_quoted(text, first - 1, len(text))
    assert closes(text, second, len(text))
    assert not opens(text, 0, len(text))


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("(We do not agree with that.)", "We do not agree with that"),
        ('Delegates welcomed the text."', "Delegates welcomed the text"),
        ("It is late].", "It is late"),
        ('She called it a "code red".', 'She called it a "code red"'),
        ("The text (of May) was late (again).", "The text (of May) was late (again)"),
    ],
)
def test_a_claim_ends_without_closing_marks_that_nothing_in_it_opens(sentence: str, claim: str) -> None:
    folded = sentence.lower()
    start, end = trim(folded, Span(0, len(folded)))
    assert sentence[start:end] == claim


def test_a_source_has_the_bracket_that_closes_one_in_it() -> None:
    (statement,) = statements_of("Ms. Zhou (China) said that time was short.")
    (claim,) = claims_of([statement])[0]
    assert claim.source is not None
    assert statement.text[slice(*claim.source)] == "Ms. Zhou (China)"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("zzz,50,1,1", "class50 is '50', not one of"),
        ("zzz,1,1", "3 cells where the header has 4"),
        ("the,0,0,0", "'the' is repeated"),
    ],
)
def test_a_class_of_a_word_that_cannot_be_used_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    table = Path(shutil.copy(ENGLISH / "word_classes.csv", tmp_path))
    table.write_text(table.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"word_classes.csv: line \d+: " + re.escape(reason)):
        word_classes(tmp_path)
