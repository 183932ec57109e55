"""Which elements of a page hold its text: by what they are called, and by how densely they are written.

Navigation, notices and the like are told by rules. Of what is left, the text is in the element with most paragraphs
that are no links (as Readability has it: Arc90, later Mozilla), or where the page itself says (`main`, `article`).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.readers.html.rules import element_rules, parts_of
from flows.readers.html.tokens import Token
from flows.readers.html.tree import Tree

NOT_SELECTED = "boilerplate"

_PART = 0.3  # share of a page's text from which on a part is no mere part
_LEAST = 25  # characters of a paragraph that counts
_LINKED = 0.5  # share of links from which on a paragraph is a list of links
_LONG = 1_000  # characters of a paragraph that must be several
_PROSE = 80  # characters of a paragraph of prose
_MORE = 0.2  # share of more prose for which a wider element is taken
_ENOUGH = 0.5  # share of the text that the page's own main element must hold to be believed
_NEAR = 0.2  # share of the best score from which on a neighbour belongs to the text
_COMMAS = ",،、，;"
_BODY = frozenset(("html", "body"))
_HEADED = frozenset(("main", "article", "section"))


class Kept(NamedTuple):
    """Of each element why its text is none; None where it is text."""

    reasons: Sequence[str | None]


def find_main_text(tree: Tree, tokens: Sequence[Token]) -> Kept:
    """Return which elements hold the page's text."""
    sizes = _Sizes(tree, tokens)
    reasons = _by_rules(tree, sizes)
    if tree.selected is not None:
        inside = _inside(tree, tree.selected)
        return Kept([reason if kept else NOT_SELECTED for kept, reason in zip(inside, _hard(tree), strict=True)])
    main = _main(tree, sizes, reasons)
    inside = _inside(tree, main)
    kept: list[str | None] = []
    for at, reason in enumerate(reasons):
        kept.append(reason if reason is not None else None if inside[at] else NOT_SELECTED)
    title = _title(tree, sizes, reasons, inside)
    for at in title:
        kept[at] = None
    return Kept(kept)


class _Sizes:
    """How much text each element holds, all in all, directly, and in links."""

    def __init__(self, tree: Tree, tokens: Sequence[Token]) -> None:
        count = len(tree.elements)
        self.own = [0] * count
        self.commas = [0] * count
        for number, at in tree.holders.items():
            text = tokens[number].text.strip()
            self.own[at] += len(text)
            self.commas[at] += sum(map(text.count, _COMMAS))
        self.all = self.own[:]
        self.linked = [0] * count
        for at in range(count - 1, 0, -1):
            element = tree.elements[at]
            if element.name == "a":
                self.linked[at] = self.all[at]
            if element.parent >= 0:
                self.all[element.parent] += self.all[at]
                self.linked[element.parent] += self.linked[at]


def _hard(tree: Tree) -> list[str | None]:
    """Why elements hold no text whatever anybody selects: what a browser does not print."""
    reasons: list[str | None] = []
    for element in tree.elements:
        above = reasons[element.parent] if element.parent >= 0 else None
        reason = next((p.reason for p in parts_of(element.name, {}) if p.role == "drop" and p.reason == "markup"), None)
        reasons.append(above or reason)
    return reasons


def _by_rules(tree: Tree, sizes: _Sizes) -> list[str | None]:
    """Why elements hold no text, by the rules: what an element is, is all that is in it."""
    reasons: list[str | None] = []
    holds_main = _holding_main(tree)
    printed = max(1, sizes.all[0] if sizes.all else 0)
    for at, element in enumerate(tree.elements):
        above = reasons[element.parent] if element.parent >= 0 else None
        if above is not None:
            reasons.append(above)
            continue
        reason: str | None = None
        found = list(parts_of(element.name, element.attributes))
        kept = element.name in _BODY or holds_main[at]
        spared = kept or sizes.all[at] >= _PART * printed
        for part in found:
            if (
                part.role == "drop"
                or (part.role in ("part", "whole") and not spared)
                or (part.role == "head" and not spared and not _heads_article(tree, at))
            ):
                reason = reason or part.reason
        reasons.append(reason)
    return reasons


def _holding_main(tree: Tree) -> list[bool]:
    """Whether an element is what the page says is its text, or is around it."""
    found = [False] * len(tree.elements)
    for at in range(len(tree.elements) - 1, -1, -1):
        element = tree.elements[at]
        found[at] = found[at] or any(part.role == "main" for part in parts_of(element.name, element.attributes))
        if found[at] and element.parent >= 0:
            found[element.parent] = True
    return found


def _heads_article(tree: Tree, at: int) -> bool:
    return any(tree.elements[above].name in _HEADED for above in tree.above(at))


def _main(tree: Tree, sizes: _Sizes, reasons: Sequence[str | None]) -> frozenset[int]:
    """Return the elements that hold the text."""
    free = [reason is None for reason in reasons]
    own = _own_word(tree, _kept_sizes(tree, sizes, free), free)
    if own is not None:
        free = [one and inside for one, inside in zip(free, _inside(tree, frozenset([own])), strict=True)]
    kept_sizes = _kept_sizes(tree, sizes, free)
    scores = _scores(tree, kept_sizes, sizes, free)
    best = max(scores, key=lambda at: (scores[at], -at), default=None)
    if own is not None and best is not None and kept_sizes[best] < _ENOUGH * kept_sizes[own]:
        return frozenset([own])
    if best is None:
        body = next((at for at, element in enumerate(tree.elements) if element.name == "body"), 0)
        return frozenset([body])
    best = _whole_of(tree, best, _prose(tree, sizes, free))
    return frozenset([best, *_neighbours(tree, best, scores, kept_sizes, sizes, free)])


def _own_word(tree: Tree, kept: Sequence[int], free: Sequence[bool]) -> int | None:
    """Return the one element that the page says is its text: its `main`, else its only article.

    None where that is little.
    """
    named = [
        at
        for at, element in enumerate(tree.elements)
        if free[at] and any(part.role == "main" for part in parts_of(element.name, element.attributes))
    ]
    mains = [at for at in named if "main" in (tree.elements[at].name, tree.elements[at].attributes.get("role"))]
    one = mains or named
    outer = [at for at in one if not any(above in one for above in tree.above(at)[1:])]
    return outer[0] if len(outer) == 1 and kept[outer[0]] >= _PART * kept[0] else None


def _kept_sizes(tree: Tree, sizes: _Sizes, free: Sequence[bool]) -> list[int]:
    """How much text that rules did not take each element holds."""
    kept = [own if free[at] else 0 for at, own in enumerate(sizes.own)]
    for at in range(len(kept) - 1, 0, -1):
        if tree.elements[at].parent >= 0:
            kept[tree.elements[at].parent] += kept[at]
    return kept


class _Paragraphs(NamedTuple):
    """What each element says itself, with the inline elements in it: characters, those in links, commas."""

    text: Sequence[int]
    linked: Sequence[int]
    commas: Sequence[int]


def _paragraphs(tree: Tree, sizes: _Sizes, free: Sequence[bool]) -> _Paragraphs:
    text, commas = sizes.own[:], sizes.commas[:]
    linked = [0] * len(tree.elements)
    for at in range(len(tree.elements) - 1, 0, -1):
        element = tree.elements[at]
        if element.name == "a":
            linked[at] = text[at]
        if free[at] and _is_inline(tree, at) and element.parent >= 0:
            text[element.parent] += text[at]
            linked[element.parent] += linked[at]
            commas[element.parent] += commas[at]
    return _Paragraphs(text, linked, commas)


def _is_inline(tree: Tree, at: int) -> bool:
    rule = element_rules().get(tree.elements[at].name)
    return rule is not None and rule.role == "inline"


def _scores(tree: Tree, kept: Sequence[int], sizes: _Sizes, free: Sequence[bool]) -> dict[int, float]:
    """How much of a text each element is: what its paragraphs are worth, less its share of links."""
    text, linked, commas = _paragraphs(tree, sizes, free)
    scores: dict[int, float] = {}
    for at, element in enumerate(tree.elements):
        if _is_inline(tree, at) or not free[at] or text[at] < _LEAST or linked[at] > _LINKED * text[at]:
            continue
        worth = 1 + commas[at] + min(text[at] / 100, 3) + (text[at] > _LONG) * text[at] / 200
        parent = element.parent
        if text[at] > _LONG:  # a page whose paragraphs are parted by line breaks
            scores[at] = scores.get(at, 0) + worth
        if parent >= 0:
            scores[parent] = scores.get(parent, 0) + worth
            if (above := tree.elements[parent].parent) >= 0:
                scores[above] = scores.get(above, 0) + worth / 2
    return {
        at: score * (1 - min(1, sizes.linked[at] / max(1, sizes.all[at])))
        for at, score in scores.items()
        if free[at] and kept[at]
    }


def _prose(tree: Tree, sizes: _Sizes, free: Sequence[bool]) -> list[int]:
    """How much of what each element holds is in paragraphs of some length that are no links."""
    text, linked, _ = _paragraphs(tree, sizes, free)
    prose = [0] * len(tree.elements)
    for at, size in enumerate(text):
        if size >= _PROSE and linked[at] < _LINKED * size and free[at] and not _is_inline(tree, at):
            prose[at] = size
    for at in range(len(prose) - 1, 0, -1):
        if tree.elements[at].parent >= 0:
            prose[tree.elements[at].parent] += prose[at]
    return prose


def _whole_of(tree: Tree, best: int, prose: Sequence[int]) -> int:
    """Return the element around the best one that holds the whole of a text divided among several."""
    found = best
    for above in tree.above(best):
        if tree.elements[above].name not in _BODY and prose[above] >= (1 + _MORE) * prose[found]:
            found = above
    return found


def _neighbours(
    tree: Tree, best: int, scores: Mapping[int, float], kept: Sequence[int], sizes: _Sizes, free: Sequence[bool]
) -> list[int]:
    """Return the elements beside the best one that are text, too."""
    parent = tree.elements[best].parent
    least = _NEAR * max(scores.values())
    found: list[int] = []
    for at, element in enumerate(tree.elements):
        if element.parent != parent or at == best or not free[at] or not kept[at]:
            continue
        links = sizes.linked[at] / max(1, sizes.all[at])
        writes = element.name in ("p", "blockquote", "h1", "h2", "h3") and links < _LINKED
        if writes or scores.get(at, 0) >= least:
            found.append(at)
    return found


def _title(tree: Tree, sizes: _Sizes, reasons: Sequence[str | None], inside: Sequence[bool]) -> list[int]:
    """Return the page's first heading of the first level, with what is in it, where the text itself has none."""
    heads = [at for at, element in enumerate(tree.elements) if element.name == "h1" and sizes.all[at]]
    if not heads or any(inside[at] and reasons[at] is None for at in heads):
        return []
    free = [at for at in heads if reasons[at] is None]
    if not free:
        return []
    return [at for at in range(len(tree.elements)) if free[0] in tree.above(at) and reasons[at] is None]


def _inside(tree: Tree, roots: frozenset[int]) -> list[bool]:
    """Whether each element is one of the roots or in one."""
    inside: list[bool] = []
    for at, element in enumerate(tree.elements):
        inside.append(at in roots or (element.parent >= 0 and inside[element.parent]))
    return inside
