"""A statement's page shows the pages of its PDF as pictures, each claim marked where its words are printed."""

import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flows.export.web_page import export_web_pages
from flows.pipeline import build_release
from flows.readers.pdf.pictures import SCALE
from flows.sql import open_tables
from tests.readers.pdf_files import HEIGHT, WIDTH, Line, make_pdf, statement

FIRST = "Many delegations stressed the need for capacity building in all regions of the world, and called for a fund."
SECOND = "Several States agreed that international law applies to cyberspace."


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "talk.pdf").write_bytes(make_pdf([statement([FIRST]), [*statement([SECOND]), Line(300, 810, "2")]]))
    (folder / "talk.toml").write_text('redistribute = true\nlanguage = { value = "en", basis = "document" }\n')
    return folder


def exported(raw: Path, tmp_path: Path) -> ElementTree.Element:
    build_release(raw, tmp_path / "dataset", workers=1)
    (tmp_path / "pages").mkdir()
    with open_tables(tmp_path / "dataset", None) as tables:
        export_web_pages(tables, tmp_path / "pages", raw)
    return ElementTree.parse(tmp_path / "pages" / "talk.s1.html").getroot()


def pixels(picture: bytes) -> tuple[int, int, bytes]:
    """Width and height of a PNG, and its packed rows."""
    width, height = struct.unpack(">II", picture[16:24])
    start = picture.index(b"IDAT") + 4
    return width, height, zlib.decompress(picture[start:])


def test_each_page_is_a_picture_with_its_claims_where_they_are_printed(raw: Path, tmp_path: Path) -> None:
    page = exported(raw, tmp_path)
    figures = page.findall(".//figure")
    assert [figure.get("id") for figure in figures] == ["page-1", "page-2"]
    for figure in figures:
        image = figure.find(".//img")
        assert image is not None
        width, height, rows = pixels((tmp_path / "pages" / str(image.get("src"))).read_bytes())
        assert (width, height) == (-int(-WIDTH * SCALE // 1), -int(-HEIGHT * SCALE // 1))
        assert min(rows) == 0  # there is ink on it
    (spot, *_) = figures[1].findall(".//a")
    place = dict(part.strip().split(": ") for part in str(spot.get("style")).split(";"))
    assert float(place["left"].rstrip("%")) == pytest.approx(100 * 72 / WIDTH, abs=0.5)
    assert float(place["top"].rstrip("%")) < 100 * 100 / HEIGHT
    assert float(place["top"].rstrip("%")) + float(place["height"].rstrip("%")) > 100 * 98 / HEIGHT
    claims = {str(mark.get("id")) for mark in page.findall(".//mark")}
    assert {str(spot.get("href")).removeprefix("#") for spot in page.findall(".//figure//a")} == claims


def test_no_page_is_shown_of_a_text_that_is_withheld_nor_without_its_raw_file(raw: Path, tmp_path: Path) -> None:
    sidecar = raw / "talk.toml"
    sidecar.write_text(sidecar.read_text().replace("redistribute = true", "redistribute = false"))
    assert exported(raw, tmp_path).findall(".//figure") == []
    assert not (tmp_path / "pages" / "pages").exists()


def test_without_the_raw_file_the_page_is_as_for_a_text(
    raw: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build_release(raw, tmp_path / "dataset", workers=1)
    (raw / "talk.pdf").unlink()
    (tmp_path / "pages").mkdir()
    with open_tables(tmp_path / "dataset", None) as tables:
        export_web_pages(tables, tmp_path / "pages", raw)
    assert "talk.pdf: is not below" in caplog.text
    assert ElementTree.parse(tmp_path / "pages" / "talk.s1.html").getroot().findall(".//figure") == []
