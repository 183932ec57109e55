"""The characters of a paragraph, in their order, and what became of each: taken, deleted, hidden."""

from collections.abc import Iterator
from typing import NamedTuple

from flows.readers.docx.package import Element, child, is_on, local, value

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_DELETED = frozenset(("del", "moveFrom"))
_INSERTED = frozenset(("ins", "moveTo"))
_PASSED_OVER = frozenset(
    ("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "rt", "Fallback", "sectPr", "tblPr", "tblGrid",
     "trPr", "tcPr", "smartTagPr", "customXmlPr", "rubyPr", "footnoteRef", "endnoteRef", "annotationRef",
     "separator", "continuationSeparator")
)  # fmt: skip
"""Elements that hold properties, codes of fields, or what is shown a second time elsewhere."""


class Change(NamedTuple):
    """A tracked change that characters belong to."""

    kind: str  # "insertion" or "deletion"
    number: str
    author: str | None
    date: str | None


class Piece(NamedTuple):
    """Some characters; `reason` is why they are no text, None where they are."""

    text: str
    reason: str | None = None
    change: Change | None = None
    bold: bool = False


class Call(NamedTuple):
    """A place that calls a note; `custom`: its mark is the next text."""

    kind: str  # "footnote" or "endnote"
    number: str
    custom: bool


class Box(NamedTuple):
    """A text box: what stands in it are paragraphs of their own."""

    element: Element


Part = Piece | Call | Box


class Fields:
    """The fields that are open, which may run over many paragraphs: of each its code, and whether its result began."""

    def __init__(self) -> None:
        """No field is open."""
        self._open: list[list[str | bool]] = []

    @property
    def in_code(self) -> bool:
        """Whether what comes is a field's code and not what it shows."""
        return any(not begun for _, begun in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether what comes is a list of contents."""
        return any(str(code).split()[:1] in (["TOC"], ["TOA"], ["INDEX"]) for code, _ in self._open)

    def mark(self, kind: str | None) -> None:
        """Open a field, begin its result, or close it."""
        if kind == "begin":
            self._open.append(["", False])
        elif kind == "separate" and self._open:
            self._open[-1][1] = True
        elif kind == "end" and self._open:
            self._open.pop()

    def code(self, text: str) -> None:
        """Take some of the code of the field that was opened last."""
        if self._open:
            self._open[-1][0] = f"{self._open[-1][0]}{text}"


def parts_of(paragraph: Element, fields: Fields, hidden: bool = False) -> Iterator[Part]:
    """Yield what a paragraph is made of; `hidden`: by its style nothing of it is shown."""
    yield from _walk(paragraph, fields, "hidden_text" if hidden else None, None)


def _walk(element: Element, fields: Fields, reason: str | None, change: Change | None) -> Iterator[Part]:
    for one in element:
        name = local(one)
        if name in ("instrText", "delInstrText"):
            fields.code(one.text or "")
        elif name in _PASSED_OVER:
            continue
        elif name == "fldChar":
            fields.mark(value(one, "fldCharType"))
        elif name in ("t", "delText"):
            if one.text and not fields.in_code:
                yield Piece(one.text, "deleted_text" if name == "delText" else reason, change)
        elif name in _SIGNS:
            if not fields.in_code and not (name == "tab" and local(element) == "tabs"):
                yield Piece(_SIGNS[name], reason, change)
        elif name == "sym":
            yield Piece(_symbol(value(one, "char")), reason, change)
        elif name in ("footnoteReference", "endnoteReference"):
            if reason is None:
                custom = is_on(_Switch(value(one, "customMarkFollows")))
                yield Call(name.removesuffix("Reference"), value(one, "id") or "", custom)
        elif name == "txbxContent":
            yield Box(one)
        elif name == "sdt":
            placeholder = is_on(child(one, "sdtPr", "showingPlcHdr"))
            content = child(one, "sdtContent")
            if content is not None:
                yield from _walk(content, fields, "hidden_text" if placeholder else reason, change)
        elif name == "r":
            properties = child(one, "rPr")
            unseen = is_on(child(properties, "vanish")) or is_on(child(properties, "webHidden"))
            bold = is_on(child(properties, "b"))
            for part in _walk(one, fields, reason or ("hidden_text" if unseen else None), change):
                yield part._replace(bold=True) if bold and isinstance(part, Piece) else part
        elif name in _DELETED:
            yield from _walk(one, fields, "deleted_text", _change("deletion", one))
        elif name in _INSERTED:
            yield from _walk(one, fields, reason, change or _change("insertion", one))
        else:
            yield from _walk(one, fields, reason, change)


def _change(kind: str, element: Element) -> Change:
    return Change(kind, value(element, "id") or "", value(element, "author"), value(element, "date"))


def _symbol(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""


class _Switch:
    """An attribute's value as if an element had it, so that both are read alike."""

    def __init__(self, val: str | None) -> None:
        self.attrib = {"val": val if val is not None else "0"}


def is_deleted_mark(properties: Element | None) -> bool:
    """Return whether the end of a paragraph was deleted: it then runs on into the next."""
    marks = child(properties, "rPr")
    return child(marks, "del") is not None or child(marks, "moveFrom") is not None
