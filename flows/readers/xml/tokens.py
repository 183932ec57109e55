"""XML as tokens with the place of each in the text, by Expat; nothing outside of the file is ever read.

Entities that a document declares itself are not expanded, and a document that uses one is refused: no statement needs
them, and they are how a small file becomes a huge one.
"""

from collections.abc import Mapping
from typing import NamedTuple
from xml.parsers import expat

from flows.readers import ReadingError

MOST_DEPTH = 400


class Token(NamedTuple):
    """A stretch of the text. `kind`: start, end, text, or other (comments, declarations and the like).

    `name` is an element's local name; `text` what a stretch of text reads as.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = {}
    text: str = ""


def tokens_of(raw: str) -> list[Token]:
    """Return the tokens of a document, which together are the whole of it; an empty element has an end of no length.

    Raises ReadingError for what is not well-formed.
    """
    reader = _Reader()
    content = raw.encode("utf-8")
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset}"
        raise ReadingError("damaged", f"{where}: is not XML: {expat.ErrorString(error.code)}; mend it there") from None
    return reader.tokens(content, raw.isascii())


class _Reader:
    """What the parser says, with the byte at which it says so."""

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.DefaultHandler = self._other  # with it, no entity is expanded
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.said: list[tuple[str, int, str, Mapping[str, str], str]] = []
        self.depth = 0
        self.in_doctype = False
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EndDoctypeDeclHandler = self._end_of_doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise ReadingError("damaged", f"line {self.parser.CurrentLineNumber}: is nested deeper than {MOST_DEPTH}")
        self.said.append(("start", self.parser.CurrentByteIndex, name.rpartition(":")[2], attributes, ""))

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.said.append(("end", self.parser.CurrentByteIndex, name.rpartition(":")[2], {}, ""))

    def _text(self, text: str) -> None:
        self.said.append(("text", self.parser.CurrentByteIndex, "", {}, text))

    def _doctype(self, *_: object) -> None:
        self.in_doctype = True
        self.said.append(("other", self.parser.CurrentByteIndex, "", {}, ""))

    def _end_of_doctype(self) -> None:
        self.in_doctype = False
        self.said.append(("other", self.parser.CurrentByteIndex, "", {}, ""))

    def _other(self, text: str) -> None:
        if text[:1] == "&" and not self.in_doctype and self.depth:
            where = f"line {self.parser.CurrentLineNumber}"
            raise ReadingError("damaged", f"{where}: {text[:80]} is an entity of its own; write it out")
        self.said.append(("other", self.parser.CurrentByteIndex, "", {}, text))

    def tokens(self, content: bytes, is_ascii: bool) -> list[Token]:
        """Return the tokens with their places in code points."""
        bounds = [said[1] for said in self.said] + [len(content)]
        places = bounds if is_ascii else _in_code_points(content, bounds)
        found: list[Token] = []
        if places[0] > 0:
            found.append(Token("other", 0, places[0]))  # a byte order mark
        for (kind, _, name, attributes, text), start, end in zip(self.said, places, places[1:], strict=False):
            found.append(Token(kind, start, end, name, attributes, text))
        return found


def _in_code_points(content: bytes, places: list[int]) -> list[int]:
    """Return the places of bytes, which are in order, as places of characters."""
    found: list[int] = []
    byte = point = 0
    for place in places:
        point += len(content[byte:place].decode("utf-8"))
        byte = place
        found.append(point)
    return found
