"""Keep a reading without the texts: offsets and codes beside the hash of the raw file they count in.

A reading is a folder with DOCUMENT_ID.jsonl, one claim a line, and `reading.json`: the reader, and the SHA-256 of each
raw file. Spans are half-open and count the letters and digits of the decoded raw file, case-folded, as
`flows/measure/letters.py` does: they outlast any change of how the text is cleaned.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from flows.errors import UsageError
from flows.measure.comparison import Unit
from flows.measure.letters import Letters, letters_of
from flows.records import Span
from tools.annotate.answers import Answer
from tools.annotate.sampling import Sentence

READING = "reading.json"
_PARTS = ("source", "cue", "content")
_CODES = ("holder", "agreement", "act", "modality")


class RawText(NamedTuple):
    """A decoded raw file, as letters and digits, and its hash."""

    letters: Letters
    sha256: str


class Reading(NamedTuple):
    """The claims that one reader, or several after adjudication, found, by document."""

    reader: str
    raw_sha256: Mapping[str, str]
    claims: Mapping[str, tuple[Unit, ...]]


def read_raw(path: Path, encoding: str) -> RawText:
    """Return a raw file as `documents` says that it is decoded. Raises UsageError where it cannot be read so."""
    try:
        content = path.read_bytes()
        return RawText(letters_of(content.decode(encoding)), sha256(content).hexdigest())
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as {encoding}: {error}") from None


def place_sentence(sentence: Sentence, raw: RawText) -> Span | None:
    """Return a sentence's span in its document's letters; None where furniture or a repair interrupts it."""
    start, end = raw.letters.span(sentence.raw_start, sentence.raw_end)
    return Span(start, end) if raw.letters.text[start:end] == letters_of(sentence.text).text else None


def units_of(
    answers: Sequence[Answer],
    sheet: Mapping[str, Mapping[int, str]],
    spans: Mapping[tuple[str, int], Span],
    raw: RawText,
) -> Iterator[Unit]:
    """Return one document's answers as units in its letters; `spans` places each sentence of the sheet there."""
    for answer in answers:
        sentence = sheet[answer.excerpt][answer.number]
        base = spans[answer.excerpt, answer.number].start

        def place(part: Span | str | None, sentence: str = sentence, base: int = base) -> Span | None:
            if isinstance(part, Span):
                start = base + len(letters_of(sentence[: part.start]).text)
                return Span(start, start + len(letters_of(sentence[part.start : part.end]).text))
            return raw.letters.words_before(letters_of(part).text, base) if part else None

        span = place(answer.span)
        if span is not None:
            yield Unit(
                span,
                place(answer.source),
                place(answer.cue),
                place(answer.content),
                answer.codes["holder"],
                answer.codes["agreement"],
                answer.codes["act"],
                answer.codes["modality"],
                answer.negated,
                frozenset(answer.topics),
            )


def write_reading(reading: Reading, folder: Path) -> None:
    """Write a reading into a folder that is new or empty."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"reader": reading.reader, "raw_sha256": dict(sorted(reading.raw_sha256.items()))}
    (folder / READING).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    for document_id, units in reading.claims.items():
        lines = (json.dumps(_row(unit)) + "\n" for unit in units)
        (folder / f"{document_id}.jsonl").write_text("".join(lines), encoding="utf-8")


def read_reading(folder: Path) -> Reading:
    """Return a reading. Raises UsageError for a folder that holds none, or a damaged one."""
    try:
        about = json.loads((folder / READING).read_text(encoding="utf-8"))
        claims = {
            document_id: tuple(_units((folder / f"{document_id}.jsonl").read_text(encoding="utf-8").splitlines()))
            for document_id in about["raw_sha256"]
        }
        return Reading(about["reader"], about["raw_sha256"], claims)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder}: is no reading that can be used: {error}") from None


def claims_with_words(units: Iterable[Unit], raw: RawText) -> Iterator[dict[str, Any]]:
    """Return units as lines of a reference annotation, with the words of the raw file: they may not be ours to publish.

    The sentence of each line is the claim itself: a line is found again by its words.
    """
    for unit in units:
        words = {part: _words(getattr(unit, part), raw) for part in _PARTS}
        text = _words(unit.span, raw)
        codes = {name: getattr(unit, name) for name in _CODES}
        yield {"sentence": text, "text": text, **words, **codes, "negated": unit.negated, "topics": sorted(unit.topics)}


def _words(span: Span | None, raw: RawText) -> str | None:
    if span is None or span.start == span.end:
        return None
    start, end = raw.letters.origin[span.start], raw.letters.origin[span.end - 1] + 1
    return " ".join(raw.letters.raw[start:end].split())


def _row(unit: Unit) -> dict[str, Any]:
    return {**unit._asdict(), "topics": sorted(unit.topics)}


def _units(lines: Iterable[str]) -> Iterator[Unit]:
    for line in lines:
        row = json.loads(line)
        parts = {part: Span(*row[part]) if row[part] else None for part in _PARTS}
        yield Unit(**{**row, **parts, "span": Span(*row["span"]), "topics": frozenset(row["topics"])})
