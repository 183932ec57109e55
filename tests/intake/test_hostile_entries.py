"""No entry of a raw folder stops the others, is waited for, or leads anywhere else."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.intake import take_stock
from flows.intake.bounded_toml import read_toml
from flows.intake.corrections import CorrectionError
from flows.intake.sidecar import SidecarError, read_sidecar
from flows.storage import list_files

DEEP = b"title = " + b"[" * 3_000 + b"]" * 3_000
HOSTILE = {
    "nested deep": DEEP,
    "inline tables": b"a = " + b"{a = " * 3_000 + b"1" + b"}" * 3_000,
    "long number": b"title = " + b"9" * 5_000,
    "dotted keys": b".".join([b"a"] * 100_000) + b" = 1",
    "dotted header": b"[" + b".".join([b"a"] * 100_000) + b"]",
    "quoted names": b".".join([b'"a"'] * 60_000) + b" = 1",
    "huge": b"# " + b"x" * 300_000,
    "no UTF-8": b"\xff",
    "line end in a key": b'"a\\nb" = 1',
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "good.txt").write_text("We agree.")
    (folder / "bad.txt").write_text("They do not.")
    return folder


def refused(raw: Path) -> dict[str, str]:
    """What is refused, where the good text is not."""
    stock = take_stock(raw)
    assert "good" in {source.document_id for source in stock.sources}
    assert not [refusal for refusal in stock.refusals if "\n" in refusal.message or len(refusal.message) > 600]
    return {refusal.source_path: refusal.code for refusal in stock.refusals}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_sidecar_is_refused_at_once(raw: Path, content: bytes) -> None:
    (raw / "bad.toml").write_bytes(content)
    assert refused(raw) == {"bad.txt": "bad_sidecar"}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_corrections_are_one_line(raw: Path, content: bytes) -> None:
    (raw / "bad.corrections.toml").write_bytes(content)
    with pytest.raises(CorrectionError, match=r"\Abad\.corrections\.toml: [^\n]+\Z"):
        take_stock(raw)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_a_sidecar_that_is_no_file_is_refused_and_not_waited_for(raw: Path, make: Callable) -> None:
    make(raw / "bad.toml")
    assert refused(raw) == {"bad.txt": "bad_sidecar"}


def test_a_pipe_in_the_place_of_corrections_is_one_line(raw: Path) -> None:
    os.mkfifo(raw / "bad.corrections.toml")
    with pytest.raises(CorrectionError, match=r"bad\.corrections\.toml: is not a file"):
        take_stock(raw)


def test_a_pipe_is_no_text(raw: Path) -> None:
    (raw / "bad.txt").unlink()
    os.mkfifo(raw / "bad.txt")
    assert refused(raw) == {"bad.txt": "not_a_file"}


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"caf\xe9.toml", b"caf\xe9", b"caf\xe9/inner.txt"])
def test_a_name_that_no_table_can_hold_is_refused_under_one_that_can(raw: Path, name: bytes) -> None:
    path = raw / os.fsdecode(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("We agree.")
    assert refused(raw) == {name.decode("utf-8", "backslashreplace"): "bad_name"}


def test_a_link_that_leads_out_of_the_folder_is_not_followed(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Only we read this.")
    (tmp_path / "elsewhere").mkdir()
    (raw / "file.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "relative.txt").symlink_to("../secret.txt")
    (raw / "folder").symlink_to(tmp_path / "elsewhere")
    (raw / "bad.toml").symlink_to(tmp_path / "secret.txt")
    assert refused(raw) == dict.fromkeys(("bad.txt", "file.txt", "folder", "relative.txt"), "outside_raw")


def test_a_link_within_the_folder_is_followed_to_a_file_and_said_of_a_folder(raw: Path) -> None:
    (raw / "sub").mkdir()
    (raw / "sub" / "deep.txt").write_text("Many agree.")
    (raw / "same.txt").symlink_to("sub/deep.txt")
    (raw / "again").symlink_to("sub")
    (raw / "circle").symlink_to(".")
    stock = take_stock(raw)
    assert [source.document_id for source in stock.sources] == ["bad", "good", "same", "sub-deep"]
    assert refused(raw) == {"again": "linked_folder", "circle": "linked_folder"}


def test_a_raw_folder_may_itself_be_a_link(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(raw)
    assert refused(tmp_path / "link") == {}


def test_files_are_listed_below_all_folders_by_path(raw: Path) -> None:
    (raw / "a" / "b").mkdir(parents=True)
    (raw / "a" / "b" / "c.txt").write_text("")
    assert {name: entry.kind for name, entry in list_files(raw).items()} == {
        "a": "folder", "a/b": "folder", "a/b/c.txt": "file", "bad.txt": "file", "good.txt": "file"
    }  # fmt: skip


@given(st.binary(max_size=300) | st.text(alphabet="a.=[]{}\"'\n#\\, 1", max_size=120).map(str.encode))
def test_any_bytes_are_a_sidecar_or_refused_with_a_reason(content: bytes) -> None:
    try:
        read_sidecar(content)
    except SidecarError as error:
        assert str(error)


def test_what_people_write_is_not_too_deep() -> None:
    text = (
        'title = { value = "' + "A.B. " * 500 + '", basis = "document" }\n# ' + "[" * 99 + "\n[a.b.c]\nd = [[1], [2]]"
    )
    assert read_toml(text.encode())["a"]["b"]["c"]["d"] == [[1], [2]]
