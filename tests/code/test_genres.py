"""Texts of kinds that the reference annotation lacks, made up for the tests and coded as docs/codebook.md says.

genres/NAME.txt is a statement, genres/NAME.jsonl its claims in order. They were annotated before the rules saw them;
what the rules missed then was mended, so these tests keep what was won and measure nothing. `missed` of a claim names
the fields that the claims step gets wrong today.
"""

import json
from pathlib import Path

import pytest

from flows.clean import clean
from flows.code import code
from flows.records import RawDocument, Sidecar
from flows.segment import segment
from tests.code.statements import words

GENRES = Path(__file__).parent / "genres"
PARTS = ("source", "cue", "content")
CODES = ("holder", "agreement", "act", "modality", "negated")


def coded(text: str) -> list[dict[str, object]]:
    """The claims of a raw text, each with its words, its parts and its codes."""
    raw = RawDocument("made-up", "made-up.txt", "0" * 64, len(text), "utf-8", text, Sidecar(language="en"))
    segmented = segment(clean(raw))
    return [
        {"text": words(of, claim.span)}
        | {part: words(of, getattr(claim, part)) for part in PARTS}
        | {field: getattr(claim, field) for field in CODES}
        for of, statement in zip(segmented.statements, code([segmented])[0].statements, strict=True)
        for claim in statement.claims
    ]


@pytest.mark.parametrize("name", sorted(path.stem for path in GENRES.glob("*.txt")))
def test_a_statement_of_another_kind_is_coded_as_the_codebook_says(name):
    expected = [json.loads(line) for line in (GENRES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    missed = [claim.pop("missed", []) for claim in expected]
    found = coded((GENRES / f"{name}.txt").read_text(encoding="utf-8"))
    assert [claim["text"] for claim in found] == [claim["text"] for claim in expected]
    assert missed == [
        [field for field, value in right.items() if claim[field] != value]
        for right, claim in zip(expected, found, strict=True)
    ]
