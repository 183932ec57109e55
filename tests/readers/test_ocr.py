"""Pages without text are read from their pictures, where that is asked for and Tesseract is installed."""

import hashlib
import shutil
from pathlib import Path

import pypdfium2
import pytest

from flows.readers import Options, ReadingError
from flows.readers.pdf import extractor, ocr, read
from tests.readers.pdf_files import Image, Line, make_pdf, picture_of, statement

TEXT = "Many delegations stressed the need for capacity building in all regions of the world."
TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
4\t1\t1\t1\t1\t0\t300\t400\t900\t50\t-1\t
5\t1\t1\t1\t1\t1\t300\t400\t150\t40\t96.5\tMost
5\t1\t1\t1\t1\t2\t500\t400\t300\t50\t90.5\tagreed,
4\t1\t1\t1\t2\t0\t300\t470\t900\t46\t-1\t
5\t1\t1\t1\t2\t1\t300\t470\t200\t40\t80\ttoo.
5\t1\t1\t1\t2\t2\t600\t470\t200\t40\t95\t\x20
"""

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


@pytest.fixture(autouse=True)
def fresh_engine() -> None:
    ocr.engine.cache_clear()


def test_words_of_the_table_have_places_in_points_and_the_mean_confidence() -> None:
    found = ocr.words_of(TABLE, 0.24)
    assert [word.text for word in found.words] == ["Most", "agreed,", "too."]
    assert found.words[0][1:5] == (72.0, 96.0, 108.0, pytest.approx(105.6))
    assert found.words[0].base == found.words[1].base == pytest.approx(105.6)  # "g" and "," reach below it
    assert found.confidence == pytest.approx(0.89)


def test_a_page_on_which_nothing_is_recognised_has_no_confidence() -> None:
    assert ocr.words_of(TABLE.splitlines()[0], 0.24) == ([], None)


def test_without_tesseract_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ReadingError, match="install tesseract-ocr") as refused:
        read(make_pdf([[Image()]]), Options(ocr=True))
    assert refused.value.code == "no_text_layer"


def stub(folder: Path, answers: str) -> Path:
    """A program that answers as Tesseract does."""
    (folder / "eng.traineddata").write_bytes(b"a model")
    program = folder / "tesseract"
    program.write_text(
        f"#!/bin/sh\ncase \"$1\" in\n--version) echo 'tesseract 9.1' ;;\n"
        f"--list-langs) echo 'List of available languages in \"{folder}/\" (1):'; echo eng ;;\n{answers}\nesac\n"
    )
    program.chmod(0o755)
    return program


def test_engine_and_model_are_named_with_the_hash_of_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = stub(tmp_path, "")
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    model = hashlib.sha256(b"a model").hexdigest()[:16]
    assert extractor(Options(ocr=True)).endswith(f"; ocr tesseract 9.1 eng {model}")
    with pytest.raises(ReadingError, match="tesseract-ocr-fra"):
        extractor(Options(ocr=True, language="fr"))


@needs_tesseract
def test_a_scanned_statement_is_read_with_its_places_and_confidence() -> None:
    drawn = make_pdf([statement([TEXT], size=14)])
    scan = picture_of(pypdfium2.PdfDocument(drawn)[0])
    with pytest.raises(ReadingError) as refused:
        read(scan, Options())
    assert refused.value.code == "no_text_layer"
    found = read(scan, Options(ocr=True, language="en"))
    assert "capacity building" in " ".join(found.text.split())
    assert found.extractor is not None
    assert "ocr tesseract" in found.extractor
    (page,) = found.pages
    assert page.text_source == "ocr"
    assert page.confidence is not None
    assert page.confidence > 0.8
    assert found.boxes is not None
    assert abs(found.boxes.x0[0] - 72) < 3
    assert abs((found.boxes.y0[0] + found.boxes.y1[0]) / 2 - 96) < 6


@needs_tesseract
def test_a_page_with_text_is_left_as_it_is() -> None:
    content = make_pdf([[Line(72, 100, "We agree that international law applies to cyberspace.")]])
    assert read(content, Options(ocr=True)) == read(content, Options())
