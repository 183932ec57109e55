"""Score mentions against mention_sentences.jsonl: python -m tests.code.score_mentions FOLDER.

The annotation stands apart from its texts, which are not in this repository: FOLDER holds them as .txt files (UN
General Debate Corpus, chairs' summaries, NETmundial contributions, resolutions). A sentence is known by its
SHA-256. What is annotated as optional counts neither way.
"""

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from flows.clean import clean
from flows.code.mentions import find_mentions
from flows.records import Mention, Paragraph, RawDocument, Sidecar, Span, Statement
from flows.segment import segment

ANNOTATION = Path(__file__).with_name("mention_sentences.jsonl")
_VALUES = ("value", "value_max", "comparator", "unit")


def score(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """Return for each part of the annotation its sentences found, and right, surplus and missing mentions."""
    wanted = {row["sentence_sha256"]: row for row in map(json.loads, ANNOTATION.read_text("utf-8").splitlines())}
    documents = {row["document"] for row in wanted.values()}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for path in sorted(folder.rglob("*.txt")):
        for sentence in _sentences(path) if path.stem in documents else ():
            row = wanted.pop(hashlib.sha256(sentence.encode()).hexdigest(), None)
            if row is not None:
                compared = _compare(row["mentions"], _found(sentence))
                counts[row["part"]] = [a + b for a, b in zip(counts[row["part"]], (1, *compared), strict=True)]
    return {part: (found, right, surplus, missing) for part, (found, right, surplus, missing) in counts.items()}


def _sentences(path: Path) -> list[str]:
    content = path.read_bytes()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    raw = RawDocument(path.stem, "", "", 0, "utf-8", text, Sidecar(language="en"))
    statements = segment(clean(raw)).statements
    return [one.text[slice(*span)] for one in statements for part in one.paragraphs for span in part.sentences]


def _found(sentence: str) -> dict[tuple[int, int], Mention]:
    whole = Span(0, len(sentence))
    paragraph = Paragraph("body", None, None, None, *whole, (whole,))  # type: ignore[arg-type]
    return {tuple(one.span): one for one in find_mentions(Statement(None, "en", sentence, (paragraph,)))}


def _compare(wanted: list[dict[str, Any]], found: dict[tuple[int, int], Mention]) -> tuple[int, int, int]:
    """The mentions that are right in span, kind and what they name or count; the surplus and the missing ones."""
    right = missing = 0
    for row in wanted:
        one = found.pop((row["start"], row["end"]), None)
        if row.get("optional"):
            continue
        same = one is not None and one.kind == row["kind"]
        same = same and all(getattr(one, name) == row[name] for name in ("iso3", "entity_id") if name in row)
        if same and row["kind"] == "quantity":
            same = all(getattr(one, name) == row[name] for name in _VALUES)
        right, missing = right + same, missing + (not same)
        if one is not None and not same:
            found[row["start"], row["end"]] = one
    return right, len(found), missing


if __name__ == "__main__":
    for name, (number, hits, extra, lost) in sorted(score(Path(sys.argv[1])).items()):
        figures = f"precision {hits / (hits + extra):.3f}, recall {hits / (hits + lost):.3f}"
        sys.stdout.write(f"{name}: {number} sentences, {hits + lost} mentions: {figures}\n")
