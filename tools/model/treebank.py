"""Sentences of a Universal Dependencies treebank as trees of the parser's scheme, over the project's own tokens."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.model.labels import Labels, Tree, label
from tools.model.words import words_of

_NAMES = {
    "nsubj:pass": "nsubjpass",
    "csubj:pass": "csubjpass",
    "nsubj:outer": "nsubj",
    "csubj:outer": "csubj",
    "aux:pass": "auxpass",
    "acl:relcl": "relcl",
    "advcl:relcl": "advcl",
    "root": "ROOT",
    "obj": "dobj",
}
# what belongs to the clause, not to the predicate that a copula joins
_OF_CLAUSE = frozenset(
    [
        "nsubj",
        "nsubjpass",
        "csubj",
        "csubjpass",
        "expl",
        "aux",
        "auxpass",
        "mark",
        "punct",
        "cc",
        "conj",
        "advcl",
        "parataxis",
        "discourse",
        "vocative",
        "ccomp",
        "dislocated",
    ]
)


class Sentence(NamedTuple):
    """The project's tokens of a treebank's sentence, and their labels."""

    document: str
    words: list[str]
    labels: Labels


def read_treebank(path: Path) -> Iterator[Sentence]:
    """Return the sentences of a CoNLL-U file."""
    document = path.stem
    rows: list[list[str]] = []
    text = ""
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc id = "):
            document = line[14:]
        elif line.startswith("# text = "):
            text = line[9:]
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit() or "-" in cells[0]:
                rows.append(cells)
        elif not line and rows:
            if sentence := _sentence(document, text, rows):
                yield sentence
            rows = []


def _sentence(document: str, text: str, rows: list[list[str]]) -> Sentence | None:
    starts = _places(text, rows)
    tokens = [row for row in rows if row[0].isdigit()]
    if starts is None:
        return None
    labels = label(_tree(tokens))
    places = words_of(text)
    picked, at = [], 0
    for start, _ in places:
        while at + 1 < len(starts) and starts[at + 1] <= start:
            at += 1
        picked.append(at)
    columns = [[column[i] for i in picked] for column in labels]
    for place in range(1, len(picked)):
        if picked[place] == picked[place - 1]:  # a further piece of the same word begins nothing
            if columns[2][place] in (1, 3):
                columns[2][place] += 1
            columns[3][place] = 0
    return Sentence(document, [text[start:end] for start, end in places], Labels(*columns))


def _places(text: str, rows: list[list[str]]) -> list[int] | None:
    """Return where each word begins in the text; None where the words do not spell it."""
    starts: list[int] = []
    at, inside = 0, 0
    surface_at = 0
    for row in rows:
        if "-" in row[0]:
            low, high = map(int, row[0].split("-"))
            inside = high - low + 1
            at = text.find(row[1], at)
            if at < 0:
                return None
            surface_at, surface = at, row[1]
            at += len(row[1])
            continue
        if inside:
            inside -= 1
            place = text.find(row[1], surface_at, surface_at + len(surface) + 1)
            starts.append(place if place >= 0 else surface_at)
            surface_at = starts[-1] + (len(row[1]) if place >= 0 else 0)
            surface = surface[-max(at - surface_at, 0) :] if at > surface_at else ""
            continue
        at = text.find(row[1], at)
        if at < 0:
            return None
        starts.append(at)
        at += len(row[1])
    return starts


def _tree(rows: list[list[str]]) -> Tree:
    head = [int(row[6]) - 1 for row in rows]
    dep = [_NAMES.get(row[7], row[7].partition(":")[0]) for row in rows]
    agents = {i for i, row in enumerate(rows) if row[7] == "obl:agent"}
    head = [i if at < 0 else at for i, at in enumerate(head)]
    for i, row in enumerate(rows):
        if row[7] == "cop" and dep[head[i]] != "_":
            predicate = head[i]
            head[i] = i if head[predicate] == predicate else head[predicate]
            dep[i] = dep[predicate]
            for k in range(len(rows)):
                if k != i and head[k] == predicate and k != predicate and dep[k] in _OF_CLAUSE:
                    head[k] = i
            head[predicate], dep[predicate] = i, "attr"
    for i, row in enumerate(rows):  # a preposition is the head of its phrase
        if row[7] == "case" and (noun := head[i]) > i and dep[noun] in ("obl", "nmod") and head[noun] != noun:
            head[i], dep[i] = head[noun], "agent" if noun in agents else "prep"
            head[noun], dep[noun] = i, "pobj"
    return Tree([row[1] for row in rows], [row[3] for row in rows], [row[4] for row in rows], dep, head)
