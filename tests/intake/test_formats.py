"""What a file is, is told by its content where that is certain."""

import pytest

from flows.intake.formats import format_of, suffix_of
from flows.readers import ReadingError

DOCX = b"PK\x03\x04....word/document.xml...."


@pytest.mark.parametrize(
    ("content", "name", "known"),
    [
        (b"We agree.", "a.txt", "text"),
        (b"%PDF-1.4", "a.txt", "pdf"),
        (b"junk before it\n%PDF-1.4", "a.pdf", "pdf"),
        (b"The header of a file is %PDF-1.4", "a.txt", "text"),
        (DOCX, "a.pdf", "docx"),
        (DOCX, "a.txt", "docx"),
        (b"<html><p>We agree.", "a.html", "html"),
        (b"<html><p>We agree.", "a.txt", "text"),
        (b'<?xml version="1.0"?><akomaNtoso>', "a.html", "xml"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "a.xml", "html"),
    ],
)
def test_a_format_is_told_by_content_then_by_suffix(content: bytes, name: str, known: str) -> None:
    assert format_of(content, name) == known


@pytest.mark.parametrize(
    ("content", "name", "code", "said"),
    [
        (b"<!DOCTYPE html><html>Not found", "a.pdf", "not_pdf", "a page of HTML"),
        (b"We agree.", "a.pdf", "not_pdf", "text"),
        (b"PK\x03\x04 something", "a.docx", "damaged", "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "damaged", "an old Word"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(content: bytes, name: str, code: str, said: str) -> None:
    with pytest.raises(ReadingError) as refused:
        format_of(content, name)
    assert refused.value.code == code
    assert said in str(refused.value)


def test_suffixes_of_uploads_may_be_in_capitals() -> None:
    assert [suffix_of(name) for name in ("a.PDF", "a.Docx", "a.txt", "a.md", "a")] == [".pdf", ".docx", ".txt", "", ""]
