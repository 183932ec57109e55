"""Every code of quarantine is reached, has a meaning, and stands in docs/quarantine.md."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.batch import Job, each
from flows.intake import Reading, read_batch, take_stock
from flows.intake.sources import MAX_BYTES
from flows.readers import READERS
from flows.records import Batch, CodedDocument, Refusal
from flows.validate import validate
from flows.workers.time_limit import refuse
from schemas.vocabulary import QUARANTINE_CODE
from tests.privileges import folder_for_anybody, nobody_in_particular
from tests.publish.inputs import coded
from tests.readers.made import packed
from tests.readers.pdf_files import Image, Line, encrypted, hidden, make_pdf


def taken_in(raw: Path) -> list[Refusal]:
    """What intake refuses of a raw folder."""
    stock = take_stock(raw)
    return [*stock.refusals, *read_batch(raw, stock.sources).refusals]


def written(content: bytes, name: str = "a.txt", **others: bytes) -> Callable[[Path], list[Refusal]]:
    """A raw folder with a file of that content, and others by suffix."""

    def reach(raw: Path) -> list[Refusal]:
        (raw / name).write_bytes(content)
        for suffix, beside in others.items():
            (raw / f"a.{suffix}").write_bytes(beside)
        return taken_in(raw)

    return reach


def folder(raw: Path) -> list[Refusal]:
    (raw / "a.txt").mkdir()
    return taken_in(raw)


def over_the_limit(raw: Path) -> list[Refusal]:
    with (raw / "a.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    return taken_in(raw)


def not_permitted(_: Path) -> list[Refusal]:
    with folder_for_anybody() as raw:
        (raw / "a.txt").write_text("We agree.")
        (raw / "a.txt").chmod(0)
        with nobody_in_particular():
            return taken_in(raw)


def two_of_one_id(raw: Path) -> list[Refusal]:
    (raw / "a b.txt").write_text("We agree.")
    return written(b"We agree.", "a-b.txt")(raw)


def written_to_meanwhile(raw: Path) -> list[Refusal]:
    (raw / "a.txt").write_text("Before.")
    stock = take_stock(raw)
    (raw / "a.txt").write_text("After.")
    return list(read_batch(raw, stock.sources).refusals)


def just_written(raw: Path) -> list[Refusal]:
    (raw / "a.txt").write_text("We agree.")
    return list(take_stock(raw, quiet=60).refusals)


def failing(_: Path) -> list[Refusal]:
    document = coded("a", "We agree.").segmented.clean.document
    return list(each("clean", lambda document: document.text[99], Batch((document,), ())).refusals)


def of_no_value(_: Path) -> list[Refusal]:
    document = coded("a", "We agree.", {"We": "nonsense"})
    return list(validate([document])[1])


def with_words_in_no_row(_: Path) -> list[Refusal]:
    document: CodedDocument = coded("a", "We agree.")
    clean = document.segmented.clean
    longer = clean._replace(document=clean.document._replace(text="We agree. They do not."))
    return list(validate([document._replace(segmented=document.segmented._replace(clean=longer))])[1])


def linked(target: str) -> Callable[[Path], list[Refusal]]:
    def reach(raw: Path) -> list[Refusal]:
        (raw / ".hidden").mkdir()
        (raw / "a").symlink_to(target)
        return taken_in(raw)

    return reach


def late(raw: Path) -> list[Refusal]:
    (raw / "a.txt").write_text("We agree.")
    return list(refuse(Job(raw, take_stock(raw).sources, raw / "parts" / "0000000"), 1).refusals)


def with_reader(module: str, seconds: float = 60) -> Callable[[Path], list[Refusal]]:
    """A raw folder with a PDF that is read by another reader."""

    def reach(raw: Path) -> list[Refusal]:
        (raw / "a.pdf").write_bytes(make_pdf([[Line(72, 100, "We agree.")]]))
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(READERS, "pdf", module)
            return list(read_batch(raw, take_stock(raw).sources, Reading(seconds=seconds)).refusals)

    return reach


REACHED: dict[str, Callable[[Path], list[Refusal]]] = {
    "not_a_file": folder,
    "linked_folder": linked(".hidden"),
    "outside_raw": linked("/"),
    "bad_name": written(b"We agree.", os.fsdecode(b"caf\xe9.txt")),
    "unknown_suffix": written(b"We agree.", "a.odt"),
    "sidecar_without_text": written(b"", "a.toml"),
    "too_large": over_the_limit,
    "unreadable": not_permitted,
    "empty": written(b" \n"),
    "bad_sidecar": written(b"We agree.", toml=b'titel = "x"'),
    "no_id": written(b"We agree.", "---.txt"),
    "duplicate_id": two_of_one_id,
    "still_written": just_written,
    "changed_while_reading": written_to_meanwhile,
    "binary": written(b"\x7fELF\n\x00\x01\x02"),
    "undecodable": written(b"\xff\xfe\x00"),
    "unknown_encoding": written("Сегодня мы приняли решение.".encode("koi8-r")),
    "not_pdf": written(b"We agree.", "a.pdf"),
    "damaged": written(make_pdf([[Line(72, 100, "We agree.")]])[:300], "a.pdf"),
    "encrypted": written(encrypted(), "a.pdf"),
    "no_text_layer": written(make_pdf([[Image()]]), "a.pdf"),
    "undecodable_text": written(hidden(), "a.pdf"),
    "archive_bomb": written(packed({"word/document.xml": b" " * 3_000_000}), "a.docx"),
    "unknown_markup": written(b"<rss><channel/></rss>", "a.xml"),
    "timeout": with_reader("tests.readers.endless", seconds=2),
    "crashed": with_reader("tests.readers.dying"),
    "timed_out": late,
    "step_failed": failing,
    "schema_check": of_no_value,
    "broken_promise": with_words_in_no_row,
}


def test_every_code_is_tried() -> None:
    assert REACHED.keys() == QUARANTINE_CODE.keys()


@pytest.mark.parametrize("code", REACHED)
def test_a_code_is_reached_and_the_message_is_one_line(code: str, tmp_path: Path) -> None:
    (refusal,) = REACHED[code](tmp_path)
    assert refusal.code == code
    assert refusal.message
    assert "\n" not in refusal.message
    assert refusal.source_path


def test_no_other_code_can_be_given(project: Path) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (project / "flows").rglob("*.py"))
    assert {code for code in QUARANTINE_CODE if f'"{code}"' in source} == QUARANTINE_CODE.keys()


def test_the_documentation_lists_every_code_with_its_meaning(project: Path) -> None:
    page = (project / "docs" / "quarantine.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE)) == QUARANTINE_CODE
