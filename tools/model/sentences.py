"""Cut the texts of sources.toml into sentences, with the pipeline's own steps.

python -m tools.model.sentences CORPORA OUT
"""

import hashlib
import json
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from flows.clean import clean
from flows.intake.decode import DecodingError, decode
from flows.records import RawDocument, Sidecar
from flows.segment import segment
from flows.segment.sentences import split_sentences

SOURCES = Path(__file__).with_name("sources.toml")
SHORTEST = 2  # words: shorter sentences teach nothing


class Source(NamedTuple):
    """A row of sources.toml."""

    name: str
    files: str
    modulus: int
    train: list[int]
    test: list[int]
    licence: str
    archive: str = ""


def read_sources() -> list[Source]:
    """Return the sources in the order of the table."""
    return [Source(**row) for row in tomllib.loads(SOURCES.read_text())["source"]]


def main(corpora: Path, out: Path) -> None:
    """Write a JSON line for each document: source, file, sha256 of its bytes, part (train or test), sentences."""
    with out.open("w", encoding="utf-8") as file:
        for source in read_sources():
            for number, (name, data) in enumerate(_files(corpora, source)):
                place = number % source.modulus
                part = "train" if place in source.train else "test" if place in source.test else None
                if part:
                    row = {
                        "source": source.name,
                        "file": name,
                        "sha256": hashlib.sha256(data).hexdigest(),
                        "part": part,
                        "sentences": _sentences(name, data),
                    }
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _files(corpora: Path, source: Source) -> Iterator[tuple[str, bytes]]:
    if not source.archive:
        for path in sorted(corpora.glob(source.files)):
            yield path.relative_to(corpora).as_posix(), path.read_bytes()
        return
    with tarfile.open(corpora / source.archive) as archive:  # read once, in its own order: it cannot seek cheaply
        members = [member for member in archive if fnmatch(member.name, source.files)]
        place = {name: number for number, name in enumerate(sorted(member.name for member in members))}
        wanted = {*source.train, *source.test}
        taken: dict[str, bytes] = {}
    with tarfile.open(corpora / source.archive) as archive:
        for member in archive:
            if member.name in place and place[member.name] % source.modulus in wanted:
                taken[member.name] = file.read() if (file := archive.extractfile(member)) else b""
    for name in sorted(place):
        yield name, taken.get(name, b"")


def _sentences(name: str, data: bytes) -> list[str]:
    if name.endswith(".jsonl"):
        paragraphs = [json.loads(line)["text"] for line in data.decode().splitlines()]
        found = [text[span.start : span.end] for text in paragraphs for span in split_sentences(text)]
    else:
        try:
            text, encoding = decode(data)
        except DecodingError:
            return []
        raw = RawDocument(name, name, "", len(data), encoding, text, Sidecar(language="en"))
        found = [
            statement.text[span.start : span.end]
            for statement in segment(clean(raw)).statements
            for paragraph in statement.paragraphs
            for span in paragraph.sentences
        ]
    return [sentence for sentence in found if len(sentence.split()) >= SHORTEST]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
