"""The commands: `python -m tools.annotate COMMAND --help`."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import duckdb
from cyclopts import App, Parameter

from flows.errors import UsageError
from flows.publish.releases import find
from flows.records import Span
from schemas.vocabulary import TOPIC
from tools.annotate.adjudication import adjudicate, differences, write_differences
from tools.annotate.agreement import agreement, compared
from tools.annotate.answers import read_answers
from tools.annotate.sampling import Excerpt, draw, windows_of, write_sample
from tools.annotate.sheet import read_sheet, sheet_of
from tools.annotate.standoff import (
    RawText,
    Reading,
    claims_with_words,
    place_sentence,
    read_raw,
    read_reading,
    units_of,
    write_reading,
)

SHEET = "sheet.txt"
SAMPLE = "sample.csv"
PLACES = "places.json"

app = App(name="annotate", help=__doc__, version_flags=[])
Raw = Annotated[Path, Parameter(name="--raw")]


@app.command
def sample(
    folder: Path, *, dataset: Path, raw: Raw, windows: int = 30, least: int = 10, seed: int = 1, by: str = "''"
) -> None:
    """Draw excerpts of the latest release and write the sheet, the sample and the places of its sentences to FOLDER.

    `by` is SQL over `documents`, such as document_kind: every value of it gives as many windows.
    """
    raws = _raw_texts(dataset, raw)
    drawn = draw(windows_of(find(dataset).folder, by, least, "en"), windows, seed)
    if not drawn:
        raise UsageError(f"{dataset}: the latest release has no English sentences to draw from")
    places = {excerpt.name: _places(excerpt, raws[excerpt.window.document_id]) for excerpt in drawn}
    whole = [excerpt for excerpt in drawn if None not in places[excerpt.name]]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SHEET).write_text("\n".join(sheet_of(whole)) + "\n", encoding="utf-8")
    write_sample(whole, folder / SAMPLE)
    (folder / PLACES).write_text(
        json.dumps({excerpt.name: [excerpt.window.document_id, places[excerpt.name]] for excerpt in whole}, indent=1),
        encoding="utf-8",
    )
    left = len(drawn) - len(whole)
    print(f"{len(whole)} excerpts, {sum(len(one.window.sentences) for one in whole)} sentences: {folder / SHEET}")
    if left:
        print(f"{left} drawn excerpts left out: page furniture or a repair interrupts a sentence of theirs")


@app.command
def check(sheet: Path, answers: Path) -> None:
    """Report every line of a reader's answers that does not fit the sheet."""
    found = read_answers(answers, read_sheet(sheet), frozenset(TOPIC))
    for problem in found.problems:
        print(problem)
    print(f"{len(found.claims)} claims, {len(found.problems)} problems")
    if found.problems:
        raise SystemExit(1)


@app.command
def read(folder: Path, answers: Path, reading: Path, *, dataset: Path, raw: Raw, reader: str) -> None:
    """Keep a reader's answers to FOLDER's sheet as a stand-off reading in READING."""
    sheet = read_sheet(folder / SHEET)
    found = read_answers(answers, sheet, frozenset(TOPIC))
    if found.problems:
        raise UsageError(f"{found.problems[0]} ({len(found.problems)} problems; `check` lists them)")
    raws = _raw_texts(dataset, raw)
    places = _read_places(folder)
    spans = {
        (name, number): span for name, (_, sentences) in places.items() for number, span in enumerate(sentences, 1)
    }
    claims = {}
    for document_id in sorted({document_id for document_id, _ in places.values()}):
        theirs = [answer for answer in found.claims if places[answer.excerpt][0] == document_id]
        units = units_of(theirs, sheet, spans, raws[document_id])
        claims[document_id] = tuple(sorted(units, key=lambda unit: unit.span))
    write_reading(Reading(reader, {name: raws[name].sha256 for name in claims}, claims), reading)
    print(f"{sum(map(len, claims.values()))} claims of {len(claims)} documents: {reading}")


@app.command
def agree(folder: Path, one: Path, other: Path) -> None:
    """Print how far two readings of FOLDER's sheet agree."""
    ranges: dict[str, list[Span]] = {}
    for document_id, sentences in _read_places(folder).values():
        ranges.setdefault(document_id, []).append(Span(sentences[0].start, sentences[-1].end))
    print(f"{'field':<10} {'match':<8} {'n':>5} {'F1':>7} {'alpha':>7}")
    for row in agreement(read_reading(one), read_reading(other), ranges):
        f1, alpha = ("" if value is None else f"{value:.3f}" for value in (row.f1, row.alpha))
        print(f"{row.field:<10} {row.match:<8} {row.n:>5} {f1:>7} {alpha:>7}")


@app.command(name="differences")
def list_differences(one: Path, other: Path, output: Path, *, dataset: Path, raw: Raw) -> None:
    """Write what two readings do not have alike as CSV, its column `decision` to be filled with a or b."""
    found = differences(compared(read_reading(one), read_reading(other)))
    write_differences(found, _raw_texts(dataset, raw), output)
    print(f"{len(found)} differences: {output}")


@app.command(name="adjudicate")
def settle(one: Path, other: Path, decisions: Path, reading: Path) -> None:
    """Make one reading of two, by the decisions about their differences."""
    first, second = read_reading(one), read_reading(other)
    write_reading(adjudicate(compared(first, second), decisions, first), reading)


@app.command
def gold(reading: Path, output: Path, *, dataset: Path, raw: Raw) -> None:
    """Write a reading with the words of the raw files, as `rapporteur run` and other scorers take a reference.

    The words belong to whoever issued the texts: keep the result where it may be kept.
    """
    found = read_reading(reading)
    raws = _raw_texts(dataset, raw)
    output.mkdir(parents=True, exist_ok=True)
    for document_id, units in found.claims.items():
        if raws[document_id].sha256 != found.raw_sha256[document_id]:
            raise UsageError(f"{document_id}: the raw file is another than the one that was annotated")
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in claims_with_words(units, raws[document_id]))
        (output / f"{document_id}.jsonl").write_text("".join(lines), encoding="utf-8")


def _raw_texts(dataset: Path, raw: Path) -> "_RawTexts":
    files = str(find(dataset).folder / "documents*.parquet")
    with duckdb.connect() as db:
        rows = db.execute("SELECT document_id, source_path, encoding FROM read_parquet(?)", [files]).fetchall()
    return _RawTexts({document_id: (raw / path, encoding) for document_id, path, encoding in rows})


class _RawTexts(dict[str, RawText]):
    """The raw files of a release by document id; each is read once, when it is first asked for."""

    def __init__(self, files: Mapping[str, tuple[Path, str]]) -> None:
        super().__init__()
        self._files = files

    def __missing__(self, document_id: str) -> RawText:
        self[document_id] = read_raw(*self._files[document_id])
        return self[document_id]


def _places(excerpt: Excerpt, raw: RawText) -> list[Span | None]:
    return [place_sentence(sentence, raw) for sentence in excerpt.window.sentences]


def _read_places(folder: Path) -> dict[str, tuple[str, list[Span]]]:
    stored = json.loads((folder / PLACES).read_text(encoding="utf-8"))
    return {name: (document_id, [Span(*span) for span in spans]) for name, (document_id, spans) in stored.items()}


def main() -> None:
    """Run a command; a user's mistake is one line and exit code 2."""
    try:
        app()
    except UsageError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
