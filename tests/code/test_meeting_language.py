"""What chairs, records, summaries and joint statements say, sentence by sentence, coded as docs/codebook.md says.

meeting_language.csv holds one claim a row, in sentences of our own; `missed` marks those of a sentence that the claims
step gets wrong today. A mark goes when the sentence is coded right.
"""

import csv
from itertools import groupby
from pathlib import Path

import pytest

from tests.code.test_genres import coded

TABLE = Path(__file__).with_name("meeting_language.csv")
FIELDS = ("source", "cue", "holder", "agreement", "act", "modality", "negated")
OPENING = "Some words stand here first."  # a paragraph's first sentence might be taken for its label


def sentences() -> list[tuple[str, list[tuple[str, ...]], bool]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    grouped = [(sentence, list(claims)) for sentence, claims in groupby(rows, key=lambda row: row["sentence"])]
    return [
        (sentence, [tuple(row[field] for field in FIELDS) for row in claims], any(row["missed"] for row in claims))
        for sentence, claims in grouped
    ]


@pytest.mark.parametrize(("sentence", "expected", "missed"), sentences())
def test_a_sentence_of_a_meeting_is_coded_as_the_codebook_says(
    sentence: str, expected: list[tuple[str, ...]], missed: bool
) -> None:
    opening, *claims = coded(f"{OPENING} {sentence}")
    assert opening["text"] == OPENING.rstrip(".")
    assert ([tuple(_written(claim[field]) for field in FIELDS) for claim in claims] != expected) == missed


def test_few_sentences_are_missed() -> None:
    assert sum(missed for _, _, missed in sentences()) <= 12


def _written(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
