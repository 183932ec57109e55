"""CHANGELOG.md tells what each release changed, and carries on what the ones before it told."""

import re
from itertools import pairwise
from pathlib import Path

from flows.publish.changelog import changed_origin, changelog
from flows.publish.inventory import raw_files
from flows.records import Stock
from tests.publish.inputs import FINGERPRINT, TEXTS, publish_texts, source

EDITED = {"alpha": TEXTS["alpha"], "beta": "One more line.\n" + TEXTS["beta"].replace("objected", "disagreed")}


def log_of(dataset: Path, version: str) -> str:
    return (dataset / version / "CHANGELOG.md").read_text(encoding="utf-8")


def entries(log: str) -> list[str]:
    return re.split(r"^## ", log, flags=re.MULTILINE)[1:]


def test_a_first_release_says_that_it_is_one_and_what_it_holds(published: Path) -> None:
    (entry,) = entries(log_of(published, "0.1.0"))
    assert entry == "0.1.0 (2012-10-05)\n\nNothing stands before it. 3 documents, 3 statements, 5 claims.\n"


def test_rows_are_counted_by_table_and_kind_of_change(dataset: Path) -> None:
    publish_texts(dataset, EDITED, acts={"We": "welcome"})
    entry = entries(log_of(dataset, "0.2.0"))[0]
    assert "Since 0.1.0. Claims: 2 added, 2 removed, 1 moved, 1 recoded." in entry
    assert "| table | added | removed | changed | moved |" in entry
    assert "| claims | 2 | 2 | 1 | 1 |" in entry
    assert "| documents | 0 | 1 | 1 | 0 |" in entry
    assert "| topics |" not in entry


def test_raw_files_and_what_made_the_rows_are_told(dataset: Path) -> None:
    publish_texts(dataset, {**EDITED, "delta": "They left."}, fingerprint={**FINGERPRINT, "code": "1", "pyarrow": "2"})
    lines = entries(log_of(dataset, "0.2.0"))[0].splitlines()
    assert [line for line in lines if line.startswith("- ")] == [
        "- raw files added (1): `delta.txt`",
        "- raw files removed (1): `gamma.txt`",
        "- raw files changed (1): `beta.txt` (text)",
        "- changed: code",
        "- library pyarrow: 1 -> 2",
    ]


def test_the_newest_is_first_and_the_others_are_carried_on_as_they_were(dataset: Path) -> None:
    publish_texts(dataset, EDITED)
    publish_texts(dataset, public=True)
    publish_texts(dataset, {**TEXTS, "delta": "They left."})
    logs = [entries(log_of(dataset, version)) for version in ("1.1.0", "1.0.0", "0.2.0", "0.1.0")]
    assert [entry.split()[0] for entry in logs[0]] == ["1.1.0", "1.0.0", "0.2.0", "0.1.0"]
    assert all(newer[1:] == older for newer, older in pairwise(logs))
    assert "Since 1.0.0 (MINOR)." in logs[0][0]
    assert "first public release" in logs[1][0]


def test_the_same_rows_are_told_to_be_so(dataset: Path) -> None:
    told_otherwise = {"cues": [("noted", "says that it is so")]}
    publish_texts(dataset, fingerprint={**FINGERPRINT, "rules": "1" * 64}, rules=told_otherwise)
    assert entries(log_of(dataset, "0.2.0"))[0] == (
        "0.2.0 (2012-10-05)\n\nSince 0.1.0. Claims: none that differs.\n\n- changed: rules\n\n"
    )


def test_a_release_from_before_there_were_changelogs_is_followed_by_one(dataset: Path) -> None:
    assert changelog(["0.2.0 (2012-10-05)\n"], "").endswith("\n\n## 0.2.0 (2012-10-05)\n")


def test_what_changed_beside_a_text_is_told_and_long_lists_are_cut(dataset: Path) -> None:
    names = [f"d{number:02}" for number in range(25)]
    sources = [source(name, "We agree.") for name in names]
    now = [one._replace(sidecar_sha256="a" * 64, corrections_sha256="b" * 64) for one in sources]
    raw = [raw_files(Stock(tuple(some), ()), ()) for some in (sources, now)]
    (line,) = changed_origin(*raw, FINGERPRINT, FINGERPRINT)
    assert line.startswith("raw files changed (25): `d00.txt` (sidecar, corrections), `d01.txt`")
    assert line.endswith("`d19.txt` (sidecar, corrections), and 5 more")
