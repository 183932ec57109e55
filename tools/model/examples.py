"""Put all labelled sentences into arrays: python -m tools.model.examples CORPORA SILVER OUT (a .npz file)."""

import hashlib
import json
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.features import word_features
from flows.code.vocabulary import folded
from tools.model.labels import Labels, Tree, label
from tools.model.sentences import SOURCES
from tools.model.treebank import read_treebank

UNKNOWN = 255  # what a treebank does not tell in the parser's own terms: no label
_FAR = ((0, 0), (1, 1), (2, 2), (3, 3), (5, 4))  # distance up to, and its class


class Example(NamedTuple):
    """A sentence with its labels, and two more that help to learn: the dependency, and where the head is."""

    source: str
    test: bool
    words: list[str]
    labels: Labels
    dependency: list[str] | None
    head: list[int] | None


class Examples(NamedTuple):
    """All sentences, end to end; column for column what the network learns from."""

    word: npt.NDArray[np.int32]  # number of the word, from 1
    labels: npt.NDArray[np.uint8]  # tag, role, span, clause, complement, dependency, distance to the head
    length: npt.NDArray[np.int32]  # tokens of each sentence
    source: npt.NDArray[np.uint8]  # index in `sources`
    test: npt.NDArray[np.bool_]
    features: npt.NDArray[np.uint32]  # of each word; row 0 is the gap between sentences
    sources: list[str]


def main(corpora: Path, silver: Path, out: Path) -> None:
    """Write the arrays, and print how many tokens each source has, to train on and to measure by."""
    examples = gather([*_silver(silver), *_treebanks(corpora)])
    with out.open("wb") as file:
        np.savez(file, **{**examples._asdict(), "sources": np.array(examples.sources)})
    for number, name in enumerate(examples.sources):
        mine = examples.source == number
        counts = (int(examples.length[mine & (examples.test == part)].sum()) for part in (False, True))
        print(f"{name}: {next(counts)} tokens to train on, {next(counts)} to measure by")


def read_examples(path: Path) -> Examples:
    """Return the arrays that `main` wrote."""
    with np.load(path) as stored:
        return Examples(**{**{name: stored[name] for name in Examples._fields}, "sources": stored["sources"].tolist()})


def gather(examples: list[Example]) -> Examples:
    """Return the sentences as arrays."""
    words: dict[str, int] = {}
    dependencies: dict[str, int] = {}
    sources: dict[str, int] = {}
    rows: list[npt.NDArray[np.uint8]] = []
    numbers: list[int] = []
    for example in examples:
        numbers += [words.setdefault(word, len(words) + 1) for word in example.words]
        none = [UNKNOWN] * len(example.words)
        dependency = [dependencies.setdefault(name, len(dependencies)) for name in example.dependency or ()] or none
        head = [_distance(away) for away in example.head or ()] or none
        rows.append(np.array([*example.labels, dependency, head], np.uint8).T)
        sources.setdefault(example.source, len(sources))
    return Examples(
        np.array(numbers, np.int32),
        np.concatenate(rows),
        np.array([len(example.words) for example in examples], np.int32),
        np.array([sources[example.source] for example in examples], np.uint8),
        np.array([example.test for example in examples], np.bool_),
        np.array([word_features(word, folded(word)) for word in ("\0", *words)], np.uint32),
        list(sources),
    )


def _distance(away: int) -> int:
    """Return the class of a distance: 0 none, 1 to 5 to the left, 6 to 10 to the right."""
    size = next((kind for most, kind in _FAR if abs(away) <= most), 5)
    return size if away <= 0 else 5 + size


def _silver(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            tree = Tree(row["w"], row["p"], row["g"], row["l"], [i + away for i, away in enumerate(row["h"])])
            yield Example(row["s"], row["t"] == "test", row["w"], label(tree), row["l"], row["h"])


def _treebanks(corpora: Path) -> Iterator[Example]:
    for bank in tomllib.loads(SOURCES.read_text(encoding="utf-8"))["treebank"]:
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(corpora / bank["archive"]) as archive:
                archive.extractall(folder, filter="data")
            for path in sorted(Path(folder).rglob("*.conllu")):
                source = bank["name"] if bank["train"] else f"{bank['name']}-{path.stem.split('_')[1]}"
                for sentence in read_treebank(path):
                    test = not bank["train"] or _kept_back(sentence.document)
                    yield Example(source, test, sentence.words, sentence.labels, None, None)


def _kept_back(document: str) -> bool:
    """Return whether a document of a treebank to train on is kept to measure by: one in ten, by its name."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 10 == 0


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
