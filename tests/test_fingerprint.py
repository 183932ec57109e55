"""What makes a run do its work again."""

import shutil
from pathlib import Path

import pytest

import flows
from flows.fingerprint import fingerprint


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package, whose fingerprint is taken instead."""
    copy = tmp_path / "flows"
    shutil.copytree(flows.__path__[0], copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(flows, "__path__", [str(copy)])
    return copy


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("code/rules/cues.csv", "rules"),
        ("clean/__init__.py", "code"),
        ("pipeline.py", "code"),
        ("command/show.py", None),
        ("measure/figures.py", "code"),
        ("serve/serving.py", None),
        ("rule_tables.py", None),
        ("verify/__init__.py", None),
    ],
)
def test_a_change_counts_where_it_can_decide_a_row(copied: Path, file: str, part: str | None) -> None:
    before = fingerprint()
    with (copied / file).open("a", encoding="utf-8") as changed:
        changed.write("# another line\n")
    after = fingerprint()
    assert {name for name in before if before[name] != after[name]} == ({part} if part else set())


def test_line_ends_that_a_checkout_turned_do_not_count(copied: Path) -> None:
    before = fingerprint()
    path = copied / "pipeline.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert fingerprint() == before


def test_the_reference_annotation_counts_where_there_is_one() -> None:
    assert fingerprint("a" * 64) == {**fingerprint(), "gold": "a" * 64}
