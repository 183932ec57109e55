"""HTML as tokens with the place of each in the text: every character of a page is in exactly one."""

from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

Attributes = Mapping[str, str]


class Token(NamedTuple):
    """A stretch of the text. `kind`: start, end, text, entity (of `text`), or other (comments and declarations).

    `name` is an element's; `text` what a stretch of text reads as.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = {}
    text: str = ""


def tokens_of(raw: str) -> list[Token]:
    """Return the tokens of a page, which together are the whole of it; however broken it is, some come of it."""
    reader = _Reader()
    reader.feed(raw)
    reader.close()
    said = reader.said
    bounds = [at for _, at, _, _ in said] + [len(raw)]
    tokens: list[Token] = []
    if said and bounds[0] > 0:
        tokens.append(Token("other", 0, bounds[0]))
    for (kind, _, name, attributes), start, end in zip(said, bounds, bounds[1:], strict=False):
        if end > start:
            tokens.append(_token(raw, kind, start, end, name, attributes))
    return tokens


def _token(raw: str, kind: str, start: int, end: int, name: str, attributes: Attributes) -> Token:
    if kind == "text":
        return Token("text", start, end, text=raw[start:end])
    if kind == "entity":
        text = unescape(raw[start:end])
        same = text == raw[start:end] or not text or "\0" in text
        return Token("text" if same else "entity", start, end, text=raw[start:end] if same else text)
    return Token(kind, start, end, name, attributes)


class _Reader(HTMLParser):
    """What the parser says, with the character at which it says so."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.said: list[tuple[str, int, str, Attributes]] = []
        self.at = 0

    def updatepos(self, i: int, j: int) -> int:
        """Go on from character i to j of what is left; each stretch is passed exactly once."""
        self.at += max(0, j - i)
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.append(("start", self.at, tag, _first(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.append(("start", self.at, tag, _first(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.said.append(("end", self.at, tag, {}))

    def handle_data(self, data: str) -> None:
        self.said.append(("text", self.at, "", {}))

    def handle_entityref(self, name: str) -> None:
        self.said.append(("entity", self.at, "", {}))

    def handle_charref(self, name: str) -> None:
        self.said.append(("entity", self.at, "", {}))

    def handle_comment(self, data: str) -> None:
        self.said.append(("other", self.at, "", {}))

    def handle_decl(self, decl: str) -> None:
        self.said.append(("other", self.at, "", {}))

    def handle_pi(self, data: str) -> None:
        self.said.append(("other", self.at, "", {}))

    def unknown_decl(self, data: str) -> None:
        self.said.append(("other", self.at, "", {}))


def _first(attrs: list[tuple[str, str | None]]) -> Attributes:
    """Return the attributes; of one that is given twice the first counts."""
    found: dict[str, str] = {}
    for name, value in attrs:
        found.setdefault(name, value or "")
    return found
