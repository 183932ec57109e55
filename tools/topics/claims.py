"""Coded claims to learn topics from: the content, the act and the topics of each, by document."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.folding import fold


class Coded(NamedTuple):
    """Claims of many documents, column by column."""

    content: list[str]  # folded
    act: list[str]
    topics: list[frozenset[str]]
    document: npt.NDArray[np.int64]

    def part(self, which: npt.NDArray[np.intp]) -> "Coded":
        """Return some of the claims."""
        at = which.tolist()
        return Coded(
            [self.content[i] for i in at],
            [self.act[i] for i in at],
            [self.topics[i] for i in at],
            self.document[which],
        )


def read_claims(paths: Sequence[Path]) -> Coded:
    """Return the claims of files of annotation, and of the folders that have such files in gold/ or by themselves."""
    files = [file for path in paths for file in _files(path)]
    content, act, topics, document = [], [], [], []
    numbers: dict[Path, int] = {}
    for file in files:
        number = numbers.setdefault(file, len(numbers))
        for line in file.read_text(encoding="utf-8").splitlines():
            claim = json.loads(line)
            content.append(fold(claim["content"] or claim["text"]))
            act.append(claim["act"])
            topics.append(frozenset(claim["topics"]))
            document.append(number)
    return Coded(content, act, topics, np.array(document, np.int64))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(path.glob("gold/*.jsonl")) or sorted(path.rglob("*.jsonl"))
    if not found:
        raise SystemExit(f"{path}: no files of annotation (*.jsonl)")
    return found
