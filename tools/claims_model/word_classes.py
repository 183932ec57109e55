"""Make the classes of words from their contexts.

`python -m tools.claims_model.word_classes OUT TEXT...`

Each TEXT is a folder of .txt files. How often a word has another one or two words before or behind it, against chance
(positive pointwise mutual information), is reduced to 96 dimensions (a randomised singular value decomposition with a
fixed seed), and words that point the same way are put into 50, 200 and 800 classes (k-means). Floating point decides:
another machine can put a few words elsewhere, so the table in the package is kept, not made at each build.
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse

from flows.code.claims.word_classes import COLUMNS

Floats = npt.NDArray[np.float32]
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[.,;:?!()]")
_NUMBER = "<number>"
SELDOM = 8  # occurrences that a word needs
NEIGHBOURS = 2500  # commonest words, which contexts are told by
OFFSETS = (-2, -1, 1, 2)
DIMENSIONS = 96
CLASSES = (50, 200, 800)
ROUNDS = 15
EVERY = 2  # text of those named, which is enough


def words_of(file: Path) -> list[str]:
    """Return the words and marks of a text, in lower case; words that a line's end parts are joined."""
    text = file.read_text(encoding="utf-8", errors="replace").lower().replace("’", "'").replace("-\n", "")
    return [_NUMBER if word.isdigit() else word for word in _WORD.findall(text)] + ["."]


def vectors(texts: list[list[str]]) -> tuple[list[str], Floats, npt.NDArray[np.float64]]:
    """Return the words, commonest first, a direction for each, and how often each has a neighbour."""
    counts = Counter(word for text in texts for word in text)
    words = [word for word, count in counts.most_common() if count >= SELDOM]
    place = {word: index for index, word in enumerate(words)}
    ids = np.concatenate([np.array([place.get(word, -1) for word in text], np.int32) for text in texts])
    rows, columns = [], []
    for number, offset in enumerate(OFFSETS):
        here = ids[max(0, -offset) : len(ids) - max(0, offset)]
        there = ids[max(0, offset) : len(ids) - max(0, -offset)]
        told = (here >= 0) & (there >= 0) & (there < NEIGHBOURS)
        rows.append(here[told])
        columns.append(there[told] + number * NEIGHBOURS)
    row, column = np.concatenate(rows), np.concatenate(columns)
    table = scipy.sparse.coo_matrix(
        (np.ones(len(row), np.float32), (row, column)), shape=(len(words), len(OFFSETS) * NEIGHBOURS)
    ).tocsr()
    seen = np.asarray(table.sum(1)).ravel()
    chance = np.asarray(table.sum(0)).ravel() ** 0.75
    chance /= chance.sum()
    cells = table.tocoo()
    worth = np.maximum(np.log(cells.data / (seen[cells.row] * chance[cells.col])), 0).astype(np.float32)
    table = scipy.sparse.csr_matrix((worth, (cells.row, cells.col)), shape=cells.shape)
    drawn = np.random.default_rng(7).standard_normal((table.shape[1], DIMENSIONS + 16)).astype(np.float32)
    found = table @ drawn
    for _ in range(3):
        found = np.linalg.qr(found)[0]
        found = table @ np.linalg.qr(table.T @ found)[0]
    left, size, _ = np.linalg.svd(found, full_matrices=False)
    made = left[:, :DIMENSIONS] * np.sqrt(size[:DIMENSIONS])
    made /= np.linalg.norm(made, axis=1, keepdims=True) + 1e-9
    return words, made, seen


def classes(directions: Floats, weight: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int64]:
    """Return the class of each word; common words weigh more."""
    step = 6 if len(directions) >= count * 6 else 1
    centres = directions[: count * step : step].copy()
    for _ in range(ROUNDS):
        nearest = np.argmax(directions @ centres.T, 1)
        for number in range(len(centres)):
            ours = nearest == number
            if ours.any():
                total = (directions[ours] * weight[ours, None]).sum(0)
                centres[number] = total / (np.linalg.norm(total) + 1e-9)
    found: npt.NDArray[np.int64] = np.argmax(directions @ centres.T, 1)
    return found


def main(out: str, *folders: str) -> None:
    """Write the classes of the words in the folders' texts."""
    files = sorted(file for folder in folders for file in Path(folder).rglob("*.txt"))
    words, directions, seen = vectors([words_of(file) for file in files[::EVERY]])
    found = [classes(directions, np.minimum(np.sqrt(seen), 200), count).tolist() for count in CLASSES]
    rows = sorted(row for row in zip(words, *found, strict=True) if row[0] != _NUMBER)
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *rows])


if __name__ == "__main__":
    main(*sys.argv[1:])
