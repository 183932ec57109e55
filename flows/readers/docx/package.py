"""The parts of a DOCX: a ZIP file whose size is known before it is unpacked, and XML that leads nowhere."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

from lxml import etree

from flows.readers import ReadingError

Element = Any
"""An element of lxml, which has no types of its own."""

MOST_UNPACKED = 200 << 20
MOST_RATIO = 100
MOST_PARTS = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = "/officeDocument"


def local(element: Element) -> str:
    """Return an element's name without its namespace, which the two editions of the standard write differently."""
    return _local(element.tag)


@cache
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute's value, whatever its namespace is; None where the element or the attribute is not there."""
    if element is None:
        return None
    return next((found for key, found in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child that the names lead to."""
    for name in path:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def is_on(element: Element | None) -> bool:
    """Return whether a switch, such as that for hidden text, is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


class Package:
    """An open DOCX."""

    def __init__(self, content: bytes) -> None:
        """Raise ReadingError for what is no DOCX, is encrypted, or would be too large."""
        if content.startswith(_OLE):
            if _ENCRYPTED in content:
                raise ReadingError("encrypted", "needs a password; save it without one")
            raise ReadingError("damaged", "is a file of an older Word; save it as DOCX")
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise ReadingError("damaged", f"is no DOCX, or only a part of one: {error}") from None
        parts = self._zip.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
            said = f"{unpacked:,} bytes in {len(parts):,} parts unpacked"
            raise ReadingError("archive_bomb", f"{said}; at most {MOST_UNPACKED:,} bytes in {MOST_PARTS:,} are read")
        if unpacked > MOST_RATIO * len(content):
            raise ReadingError(
                "archive_bomb", f"{unpacked:,} bytes unpacked, over {MOST_RATIO} times what it is packed"
            )
        if any(part.flag_bits & 1 for part in parts):
            raise ReadingError("encrypted", "needs a password; save it without one")
        self._names = {part.filename.lstrip("/").lower(): part.filename for part in parts}
        self.document = next(self._related("", _DOCUMENT), "word/document.xml")

    def read(self, name: str) -> Element | None:
        """Return the root of a part; None where there is no such part."""
        written = self._names.get(name.lower())
        if written is None:
            return None
        try:
            content = self._zip.read(written)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
            raise ReadingError("damaged", f"{name}: cannot be unpacked: {error}") from None
        try:
            return etree.fromstring(content, _parser())
        except etree.XMLSyntaxError as error:
            raise ReadingError("damaged", f"{name}: is not XML: {error.msg}") from None

    def of_document(self, kind: str) -> Element | None:
        """Return the root of the document's part of a kind, such as "/numbering"."""
        name = next(self._related(self.document, kind), None)
        return self.read(name) if name is not None else None

    def part_by_id(self, relation: str) -> Element | None:
        """Return the root of the part that the document calls by this id."""
        name = next((name for name, _, key in self._relations(self.document) if key == relation), None)
        return self.read(name) if name is not None else None

    def _related(self, part: str, kind: str) -> Iterator[str]:
        return (name for name, of, _ in self._relations(part) if of.endswith(kind))

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield the parts that a part names: each one's name, kind and id."""
        folder, name = posixpath.split(part)
        root = self.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in root if root is not None else ():
            if local(relation) == "Relationship" and value(relation, "TargetMode") != "External":
                target = value(relation, "Target") or ""
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                yield posixpath.normpath(path), value(relation, "Type") or "", value(relation, "Id") or ""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
