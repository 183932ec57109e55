"""A page's tree as browsers build it, by lexbor, with each element and each stretch of text tied to its token.

Lexbor knows which tags a page left out and where its text belongs, but not where it stands. So it is given a copy, in
which each start tag bears the number of its token and each stretch of text is the number of its own.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.readers.html.tokens import Attributes, Token

_NUMBER = "data-token"
_OPEN, _CLOSE = "\ue000", "\ue001"
_TEXT = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_UNREAD = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "math", "textarea"))
MOST_DEPTH = 600


class Element(NamedTuple):
    """An element; `parent` is its place in the tree's list, -1 for the root. `token` is None for a tag left out."""

    name: str
    attributes: Attributes
    parent: int
    token: int | None


class Tree(NamedTuple):
    """The elements in the order of the document, the element that holds each token's text, and those selected."""

    elements: Sequence[Element]
    holders: Mapping[int, int]  # token of text -> element
    tags: Mapping[int, int]  # start tag's token -> element
    selected: frozenset[int] | None  # elements that the selector finds; None without one

    def above(self, at: int) -> Sequence[int]:
        """Return an element and those around it, the nearest first."""
        found: list[int] = []
        while at >= 0:
            found.append(at)
            at = self.elements[at].parent
        return found


class BadSelectorError(Exception):
    """A selector that is none."""


def build_tree(raw: str, tokens: Sequence[Token], select: str | None = None) -> Tree:
    """Return the tree of a page; `select` is a CSS selector. Raises BadSelectorError for what is none."""
    parser = LexborHTMLParser(_copy(raw, tokens))
    selected: frozenset[int] | None = None
    ids: set[int] = set()
    if select is not None:
        try:
            ids = {node.mem_id for node in parser.css(select)}
        except Exception as error:  # noqa: BLE001  (whatever the parser of selectors raises)
            raise BadSelectorError(" ".join(str(error).split())) from None
    elements: list[Element] = []
    holders: dict[int, int] = {}
    tags: dict[int, int] = {}
    found: set[int] = set()
    root = parser.root
    waiting: list[tuple[LexborNode, int, int]] = [(root, -1, 0)] if root is not None else []
    while waiting:
        node, parent, depth = waiting.pop()
        if node.next is not None:
            waiting.append((node.next, parent, depth))
        if node.is_text_node:
            for number in _TEXT.findall(node.text_content or ""):
                holders[int(number)] = parent
            continue
        if not node.is_element_node:
            continue
        at = len(elements)
        attributes = {name: value or "" for name, value in node.attributes.items()}
        number = attributes.pop(_NUMBER, None)
        token = int(number) if number is not None and number.isdigit() else None
        elements.append(Element(node.tag or "", attributes, parent, token))
        if token is not None:
            tags.setdefault(token, at)
        if node.mem_id in ids:
            found.add(at)
        if node.child is not None and depth < MOST_DEPTH:
            waiting.append((node.child, at, depth + 1))
    if select is not None:
        selected = frozenset(found)
    return Tree(elements, holders, tags, selected)


def _copy(raw: str, tokens: Sequence[Token]) -> str:
    """Return the page with numbers in the place of its words; what a browser does not print is left out."""
    parts: list[str] = []
    unread: str | None = None
    for number, token in enumerate(tokens):
        if unread is not None:
            if token.kind == "end" and token.name == unread:
                unread = None
                parts.append(f"</{token.name}>")
            continue
        if token.kind == "start":
            written = raw[token.start : token.end]
            name = re.match(r"<[^\s/>]+", written)
            at = name.end() if name else len(token.name) + 1
            parts.append(f'{written[:at]} {_NUMBER}="{number}"{written[at:]}')
            if token.name in _UNREAD and not written.endswith("/>"):
                unread = token.name
        elif token.kind == "end":
            parts.append(raw[token.start : token.end])
        elif token.kind in ("text", "entity"):
            words = token.text.strip()
            parts.append(f"{_OPEN}{number}{_CLOSE}" if words else " ")
        elif raw.startswith("<!", token.start) and raw[token.start : token.start + 9].lower() == "<!doctype":
            parts.append(raw[token.start : token.end])
    return "".join(parts)
