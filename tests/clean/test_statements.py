"""The paragraphs of the two real statements are those that readers marked."""

import json
from pathlib import Path

import pytest

from tests.clean.made_up import cleaned

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.name.removesuffix(".paragraphs.json") for path in (ROOT / "tests/gold").glob("*.paragraphs.json"))


@pytest.mark.parametrize("name", NAMES)
def test_paragraphs_come_out_as_marked(name):
    marked = json.loads((ROOT / f"tests/gold/{name}.paragraphs.json").read_text(encoding="utf-8"))
    expected = [p for statement in marked["statements"] for p in statement["paragraphs"]]
    blocks = cleaned((ROOT / f"raw/{name}.txt").read_bytes().decode()).blocks
    assert [block.label for block in blocks] == [p["label"] for p in expected]
    for block, p in zip(blocks, expected, strict=True):
        assert block.text.startswith(p["first_words"])
        assert block.text.endswith(p["last_words"])
