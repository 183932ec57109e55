"""Draw excerpts of a release for annotation, each with a known probability.

The sampling unit is a window: whole consecutive paragraphs of one statement that together hold at least `least`
sentences. Every stratum gives the same number of windows, drawn without replacement, so that a window's probability is
drawn / windows of its stratum; weighting by its inverse makes figures hold for all of the release.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import duckdb

KINDS = ("body", "list_item", "closing")


class Sentence(NamedTuple):
    """A sentence as the sheet shows it; offsets are code points in the decoded raw file, half-open."""

    sentence_id: str
    paragraph_id: str
    kind: str
    label: str | None
    text: str
    raw_start: int
    raw_end: int


class Window(NamedTuple):
    """Consecutive sentences of one statement that are annotated together."""

    document_id: str
    stratum: str
    sentences: tuple[Sentence, ...]


class Excerpt(NamedTuple):
    """A window that was drawn, under the name that sheet and answers use."""

    name: str
    window: Window
    probability: float


def windows_of(release: Path, by: str, least: int, language: str) -> list[Window]:
    """Return all windows of a release's statements in `language`; `by` is SQL over `documents` for the stratum."""
    with duckdb.connect() as db:
        rows = db.execute(
            f"""
            SELECT s.document_id, d.stratum, s.statement_id, s.sentence_id, s.paragraph_id,
                p.kind, p.label, s.text, s.raw_start, s.raw_end
            FROM read_parquet($files || 'sentences*.parquet') AS s
            JOIN read_parquet($files || 'paragraphs*.parquet') AS p USING (paragraph_id)
            JOIN (
                SELECT document_id, coalesce(CAST({by} AS VARCHAR), '') AS stratum
                FROM read_parquet($files || 'documents*.parquet')
            ) AS d ON d.document_id = s.document_id
            JOIN read_parquet($files || 'statements*.parquet') AS t ON t.statement_id = s.statement_id
            WHERE t.language LIKE $language || '%' AND list_contains($kinds, p.kind) AND s.text IS NOT NULL
            ORDER BY s.document_id, s.statement_index, s.paragraph_index, s.sentence_index
            """,
            {"files": f"{release}/", "language": language, "kinds": list(KINDS)},
        ).fetchall()
    found: list[Window] = []
    for (document_id, stratum, _), group in groupby(rows, key=lambda row: row[:3]):
        sentences = [Sentence(*row[3:]) for row in group]
        found += (Window(document_id, stratum, part) for part in _cut(sentences, least))
    return found


def draw(windows: Sequence[Window], count: int, seed: int) -> list[Excerpt]:
    """Return `count` excerpts, as even as can be over the strata, in a mixed order; the same for the same seed."""
    lots = random.Random(seed)
    strata: dict[str, list[Window]] = {}
    for window in windows:
        strata.setdefault(window.stratum, []).append(window)
    drawn: list[Excerpt] = []
    for place, (_, members) in enumerate(sorted(strata.items(), key=lambda item: len(item[1]))):
        wanted = min(len(members), (count - len(drawn)) // (len(strata) - place))
        drawn += (
            Excerpt(f"{window.document_id}@{window.sentences[0].raw_start}", window, wanted / len(members))
            for window in lots.sample(members, wanted)
        )
    lots.shuffle(drawn)
    return drawn


def write_sample(excerpts: Sequence[Excerpt], path: Path) -> None:
    """Write which excerpts were drawn, where they are in the raw files, and with which probability; no words."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["excerpt", "document_id", "stratum", "raw_start", "raw_end", "sentences", "probability"])
        for name, window, probability in excerpts:
            first, last = window.sentences[0], window.sentences[-1]
            size = len(window.sentences)
            rows.writerow(
                [name, window.document_id, window.stratum, first.raw_start, last.raw_end, size, round(probability, 6)]
            )


def _cut(sentences: Sequence[Sentence], least: int) -> Iterator[tuple[Sentence, ...]]:
    """Return a statement's windows; what is left at its end joins the last of them."""
    windows: list[list[Sentence]] = [[]]
    for _, paragraph in groupby(sentences, key=lambda sentence: sentence.paragraph_id):
        if len(windows[-1]) >= least:
            windows.append([])
        windows[-1] += paragraph
    if len(windows) > 1 and len(windows[-1]) < least:
        rest = windows.pop()
        windows[-1] += rest
    return (tuple(window) for window in windows if window)
