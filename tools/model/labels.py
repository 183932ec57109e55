"""Trees to labels: what a parser's or a treebank's dependencies say of each token, in the labels that the model learns.

Trees are in the parser's scheme (CLEAR: a copula is the head of its clause); those of Universal Dependencies are turned
into it first.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flows.code.layers import CLAUSES, COMPLEMENTS, TAGS

_FORMS = {"VBD": "fin", "VBZ": "fin", "VBP": "fin", "MD": "fin", "VB": "base", "VBG": "ing", "VBN": "pp"}
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_AUXILIARY = frozenset(("aux", "auxpass"))
_SUBJECT = frozenset(("nsubj", "nsubjpass"))
_ANY_SUBJECT = _SUBJECT | {"csubj", "csubjpass", "expl"}
_QUOTES = frozenset("\"“”„«»'‘’") | {"``", "''"}
_WH = frozenset(("WDT", "WP", "WP$", "WRB"))
_OBJECT = frozenset(("dobj", "obj"))


class Tree(NamedTuple):
    """A sentence's words, their parts of speech, tags, dependencies and heads; the root's head is itself."""

    words: Sequence[str]
    pos: Sequence[str]
    tag: Sequence[str]
    dep: Sequence[str]
    head: Sequence[int]


class Labels(NamedTuple):
    """Indexes of each token's labels."""

    tag: list[int]
    role: list[int]
    span: list[int]  # 0 none; 1, 2 a subject begins, goes on; 3, 4 the agent of a passive
    clause: list[int]
    complement: list[int]


def fine_tag(pos: str, tag: str) -> int:
    """Return the index in TAGS of a part of speech with its Penn tag."""
    name = pos
    if pos in ("VERB", "AUX"):
        name = f"{pos}-{_FORMS.get(tag, 'base')}"
    elif pos == "PRON" and tag in ("WP", "WDT", "WP$"):
        name = "PRON-wh"
    elif pos == "ADV" and tag == "WRB":
        name = "ADV-wh"
    elif pos == "NOUN" and tag == "NNS":
        name = "NOUNS"
    return TAGS.index(name if name in TAGS else "X")


def label(tree: Tree) -> Labels:
    """Return the labels of a tree's tokens."""
    count = len(tree.words)
    kids: list[list[int]] = [[] for _ in range(count)]
    root = 0
    for i, head in enumerate(tree.head):
        if head != i:
            kids[head].append(i)
        else:
            root = i
    role, kinds = _roles(tree, kids, root)
    clause = _clauses(tree, kids, kinds)
    tags = [fine_tag(pos, tag) for pos, tag in zip(tree.pos, tree.tag, strict=True)]
    complement = [_complement(tree, kids, i) if role[i] not in (0, 3) else 0 for i in range(count)]
    return Labels(tags, role, _spans(tree, kids, kinds), clause, complement)


def _is_verb(tree: Tree, i: int) -> bool:
    return tree.tag[i] in _FORMS and tree.pos[i] in ("VERB", "AUX")


def _roles(tree: Tree, kids: list[list[int]], root: int) -> tuple[list[int], list[str | None]]:
    """Return the role of each token, and the kind of clause of each finite verb."""
    count = len(tree.words)
    role, finite = [0] * count, [False] * count
    for i in range(count):
        if not _is_verb(tree, i):
            continue
        if tree.dep[i] in _AUXILIARY:
            role[i] = 3
            continue
        finite[i] = tree.tag[i] in _FINITE or any(tree.dep[k] in _AUXILIARY and tree.tag[k] in _FINITE for k in kids[i])
    kind: list[str | None] = [None] * count
    for i in _down(kids, root):
        if not finite[i]:
            if _is_verb(tree, i) and role[i] == 0:
                role[i] = 4 if tree.tag[i] in ("VBG", "VBN") else 5
            continue
        first, joined = i, False
        while tree.dep[first] == "conj" and tree.head[first] != first and finite[tree.head[first]]:
            first, joined = tree.head[first], True
        dep, own = tree.dep[first], any(tree.dep[k] in _ANY_SUBJECT for k in kids[i])
        if dep == "ROOT":
            kind[i] = "main" if not joined else "conjunct-subject" if own else "conjunct-verb"
        elif joined:
            kind[i] = "none"
        elif dep in ("ccomp", "csubj", "csubjpass", "pcomp"):
            kind[i] = "complement"
        elif dep in ("relcl", "acl"):
            kind[i] = "relative"
        elif dep == "parataxis":
            kind[i] = "conjunct-subject"
        else:
            kind[i] = "adverbial"
        role[i] = 1 if dep == "ROOT" else 2
    return role, kind


def _clauses(tree: Tree, kids: list[list[int]], kinds: list[str | None]) -> list[int]:
    found = [0] * len(tree.words)
    for i, kind in enumerate(kinds):
        if kind is None or kind == "none":
            continue
        apart = {k for k in kids[i] if tree.dep[k] in ("advcl", "parataxis", "punct", "cc", "conj")}
        if tree.dep[i] == "ROOT":
            apart |= {k for k in kids[i] if tree.dep[k] == "ccomp" and k < i}
        start = min(_below(kids, i, apart))
        found[start] = found[start] or CLAUSES.index(kind)
    return found


def _spans(tree: Tree, kids: list[list[int]], kinds: list[str | None]) -> list[int]:
    spans = []
    for i in range(len(tree.words)):
        for k in kids[i]:
            if kinds[i] is not None and tree.dep[k] in _SUBJECT and k < i:
                spans.append((*_ends(tree, _below(kids, k)), 1))
            if tree.dep[k] == "agent":
                below = sorted(_below(kids, k))
                if below := below[1:] if tree.words[below[0]].lower() == "by" else below:
                    spans.append((*_ends(tree, below), 3))
    found, last = [0] * len(tree.words), -1
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):  # outermost first
        if start > last:
            found[start] = kind
            found[start + 1 : end + 1] = [kind + 1] * (end - start)
            last = end
    return found


def _ends(tree: Tree, below: list[int]) -> tuple[int, int]:
    """Return the first and last token of a phrase, without the comma that closes it."""
    low, high = min(below), max(below)
    while high > low and tree.words[high] in (",", ";", "-", "–", "—"):
        high -= 1
    return low, high


def _complement(tree: Tree, kids: list[list[int]], i: int) -> int:
    after = [k for k in kids[i] if k > i]
    for k in after:
        if tree.dep[k] not in ("ccomp", "xcomp") or not (_is_verb(tree, k) or tree.dep[k] == "ccomp"):
            continue
        low = min(_below(kids, k, {j for j in kids[k] if tree.dep[j] == "punct"}))
        if any(tree.words[j] in _QUOTES for j in range(i + 1, k)):
            return COMPLEMENTS.index("quotation")
        if any(tree.tag[j] == "TO" and j > i for j in kids[k]):
            return COMPLEMENTS.index("to")
        if low > i and tree.words[low].lower() == "that" and tree.tag[low] in ("IN", "WDT"):
            return COMPLEMENTS.index("that")
        if low > i and (tree.tag[low] in _WH or tree.words[low].lower() in ("whether", "if")):
            return COMPLEMENTS.index("wh")
        return COMPLEMENTS.index("clause")
    deps = {tree.dep[k] for k in after}
    if deps & _OBJECT:
        return COMPLEMENTS.index("object")
    near = [k for k in after if tree.dep[k] == "prep"]
    return COMPLEMENTS.index("preposition") if near and near[0] - i <= 2 else 0


def _down(kids: list[list[int]], root: int) -> list[int]:
    order = [root]
    for i in order:
        order += kids[i]
    return order


def _below(kids: list[list[int]], i: int, apart: set[int] | frozenset[int] = frozenset()) -> list[int]:
    found = [i]
    for j in found:
        found += [k for k in kids[j] if k not in apart]
    return found
