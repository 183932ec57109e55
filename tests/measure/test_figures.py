"""The figures are those of the scorer that the coding scheme came with, for the same two annotations."""

from pathlib import Path
from typing import Any

import pytest

from flows.measure.comparison import Compared, compare
from flows.measure.figures import Figure, figures
from flows.measure.letters import letters_of
from flows.measure.reference import ReferenceClaim
from tests.measure.perturbing import NAMES, gold_lines, perturbed

# What the scorer says of tests/measure/perturbing.py against tests/gold/: F1, rounded to four digits.
SCORER = {
    ("unit", "exact"): 0.745,
    ("unit", "overlap"): 0.8711,
    ("holder", "label"): 0.7794,
    ("agreement", "label"): 0.7908,
    ("act", "label"): 0.7794,
    ("modality", "label"): 0.7622,
    ("negated", "label"): 0.7851,
    ("full", "label"): 0.7106,
    ("source", "exact"): 0.8156,
    ("source", "overlap"): 0.8382,
    ("cue", "exact"): 0.7723,
    ("cue", "overlap"): 0.7873,
    ("content", "exact"): 0.8,
    ("content", "overlap"): 0.8669,
    ("topics", "label"): 0.9434,
}


def rows(raw: str, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims as rows of a release's table."""
    letters = letters_of(raw)
    found = compare(raw, [ReferenceClaim.model_validate(claim) for claim in claims], []).reference
    assert len(found) == len(claims)
    return [
        {
            **claim,
            **{f"{part}_text": claim[part] for part in ("source", "cue", "content")},
            "raw_start": letters.origin[unit.span.start],
            "raw_end": letters.origin[unit.span.end - 1] + 1,
        }
        for claim, unit in zip(claims, found, strict=True)
    ]


@pytest.fixture(scope="module")
def compared(raw_folder: Path, gold_folder: Path) -> list[Compared]:
    made = []
    for name in NAMES:
        raw = (raw_folder / f"{name}.txt").read_text(encoding="utf-8")
        gold = gold_lines(gold_folder, name)
        reference = [ReferenceClaim.model_validate(claim) for claim in gold]
        made.append(compare(raw, reference, rows(raw, perturbed(gold))))
    return made


@pytest.fixture(scope="module")
def table(compared: list[Compared]) -> list[Figure]:
    return list(figures(compared))


def test_the_whole_of_each_field_is_as_the_scorer_has_it(table: list[Figure]) -> None:
    assert {(one.field, one.match): one.f1 for one in table if one.value is None} == SCORER


def test_the_order_of_documents_does_not_matter(compared: list[Compared], table: list[Figure]) -> None:
    assert list(figures(compared[::-1])) == table


def test_always_giving_the_commonest_answer_gets_the_baseline(table: list[Figure]) -> None:
    baselines = {one.field: one.baseline for one in table if one.value is None and one.match == "label"}
    assert (baselines["negated"], baselines["agreement"]) == (
        pytest.approx(0.95, abs=0.005),
        pytest.approx(0.71, abs=0.005),
    )
    for field in ("holder", "agreement", "act", "modality", "negated"):
        share = baselines[field] or 0
        values = [one.baseline for one in table if one.field == field and one.value is not None]
        assert sorted(filter(None, values)) == [pytest.approx(2 * share / (1 + share), abs=1e-3)]


def test_values_count_what_the_whole_counts(table: list[Figure], compared: list[Compared]) -> None:
    units = sum(len(document.reference) for document in compared)
    for field in ("holder", "agreement", "act", "modality", "negated"):
        values = [one for one in table if one.field == field and one.value is not None]
        (whole,) = [one for one in table if one.field == field and one.value is None]
        assert sum(one.n for one in values) == whole.n == units
        assert sum(one.n * (one.recall or 0) for one in values) == pytest.approx(whole.n * (whole.recall or 0), abs=0.1)


def test_the_reference_against_itself_is_right_in_everything(raw_folder: Path, gold_folder: Path) -> None:
    name = NAMES[1]
    raw, gold = (raw_folder / f"{name}.txt").read_text(encoding="utf-8"), gold_lines(gold_folder, name)
    same = compare(raw, [ReferenceClaim.model_validate(claim) for claim in gold], rows(raw, gold))
    assert {one.f1 for one in figures([same])} == {1.0}


def test_a_claim_answers_to_the_one_it_shares_most_with() -> None:
    raw = "We need peace. We need peace and trust now."
    codes = {
        "holder": "we",
        "agreement": "not_reported",
        "act": "call",
        "modality": "need",
        "negated": False,
        "topics": [],
    }
    theirs = [
        ReferenceClaim(sentence="We need peace and trust now.", text=text, **codes)
        for text in ("We need peace and trust now", "trust now")
    ]
    ours = rows(
        raw, [{**codes, "sentence": raw[15:], "text": raw[15:-1], "source": "We", "cue": None, "content": None}]
    )
    assert compare(raw, theirs, ours).pairs == ((0, 0),)


def test_nothing_to_compare_gives_no_share() -> None:
    assert {(one.precision, one.recall, one.f1) for one in figures([Compared((), (), ())])} == {(None, None, None)}


def test_a_part_outside_its_claim_is_the_nearest_whole_words_before() -> None:
    letters = letters_of("States, Stateside. The States agreed; and called.")
    assert letters.words_before("states", len(letters.text)) == letters.span(23, 29)
    assert letters.words_in("state", letters.span(0, 48)) is None
