"""A published document whose file is refused keeps its last rows, and everybody is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish.releases import latest
from tests.publish.forging import edit_table, rehash

WORDS = "The Chair thanked all delegations. Many delegations called for peace.\n"
SIDECAR = 'title = { value = "A statement", basis = "document" }\n'


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Three statements."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(WORDS)
        (folder / f"{name}.toml").write_text(SIDECAR)
    return folder


@pytest.fixture
def run(rapporteur: Callable, raw: Path) -> Callable:
    return lambda *arguments: rapporteur("run", "--raw", raw, "--dataset", raw.parent / "dataset", *arguments)


@pytest.fixture
def ask(rapporteur: Callable, raw: Path) -> Callable:
    return lambda sql: json.loads(rapporteur("query", sql, "--json", "--dataset", raw.parent / "dataset").out)


def changelog(raw: Path) -> str:
    """The newest entry."""
    release = latest(raw.parent / "dataset")
    assert release is not None
    return (release.folder / "CHANGELOG.md").read_text().split("\n## ")[1]


KEPT = "SELECT document_id, stale_since FROM documents ORDER BY ALL"


def test_two_bad_sidecars_unpublish_nothing_and_each_is_named_everywhere(
    run: Callable, ask: Callable, raw: Path, rapporteur: Callable
) -> None:
    run("--public")
    claims = ask("SELECT * FROM claims ORDER BY claim_id")
    (raw / "a.toml").write_text("titel = 1")
    (raw / "b.toml").write_text(SIDECAR + "title = 2")
    answer = run("--json")
    said = json.loads(answer.out)
    assert (answer.code, said["version"], said["rows"]["documents"], said["quarantined"]) == (4, "1.0.1", 3, 2)
    assert ask(KEPT) == [
        {"document_id": "a", "stale_since": "1.0.1"},
        {"document_id": "b", "stale_since": "1.0.1"},
        {"document_id": "c", "stale_since": None},
    ]
    assert ask("SELECT * FROM claims ORDER BY claim_id") == claims
    assert [row["source_path"] for row in ask("FROM quarantine ORDER BY ALL")] == ["a.txt", "b.txt"]
    for text in (answer.err, changelog(raw)):
        assert "titel: unknown key" in text
        assert "is not TOML" in text
    assert "rapporteur: a.txt: a.toml: titel: unknown key" in answer.err
    assert "kept as last read (2): `a`, `b`" in changelog(raw)
    verified = rapporteur("verify", "--raw", raw, "--dataset", raw.parent / "dataset")
    assert verified.code == 0, verified.out


def test_they_stay_while_the_file_does_and_the_mark_names_the_first_release(
    run: Callable, ask: Callable, raw: Path
) -> None:
    run("--public")
    (raw / "a.toml").write_text("titel = 1")
    run()
    assert json.loads(run("--json").out)["status"] == "unchanged"
    assert json.loads(run("--json", "--full").out)["status"] == "identical"
    (raw / "d.txt").write_text("Several delegations disagreed.")
    assert json.loads(run("--json").out)["version"] == "1.1.0"
    assert ask(KEPT)[0] == {"document_id": "a", "stale_since": "1.0.1"}
    (raw / "a.toml").write_text(SIDECAR)
    assert json.loads(run("--json").out)["version"] == "1.1.1"  # no row is another
    assert ask(KEPT)[0] == {"document_id": "a", "stale_since": None}


def test_a_file_that_is_removed_and_one_that_is_let_go_leave_the_release(
    run: Callable, ask: Callable, raw: Path
) -> None:
    run()
    (raw / "a.txt").write_bytes(b"\x00\x01\x02")
    (raw / "b.txt").unlink()
    (raw / "b.toml").unlink()
    assert run().code == 4
    assert [row["document_id"] for row in ask(KEPT)] == ["a", "c"]
    assert run("--drop-refused").code == 4
    assert [row["document_id"] for row in ask(KEPT)] == ["c"]
    run("--full")
    assert [row["document_id"] for row in ask(KEPT)] == ["c"]


def test_verify_says_that_nothing_proves_rows_whose_raw_file_was_replaced(
    run: Callable, raw: Path, rapporteur: Callable
) -> None:
    run()
    (raw / "a.txt").write_bytes(b"\x00\x01\x02")
    run()
    verified = rapporteur("verify", "--raw", raw, "--dataset", raw.parent / "dataset", "--json")
    report = json.loads(verified.out)
    assert (verified.code, report["problems"]) == (0, [])
    assert any("a.txt: refused since; their rows are kept" in line for line in report["unproved"])


def test_a_dry_run_says_version_and_difference_and_writes_nothing(run: Callable, raw: Path) -> None:
    first = run("--dry-run", "--json")
    assert (first.code, json.loads(first.out)["version"], json.loads(first.out)["status"]) == (0, "0.1.0", "dry_run")
    assert not (raw.parent / "dataset").exists()
    run("--public")
    before = sorted((path, path.stat().st_mtime_ns) for path in raw.parent.rglob("*"))
    assert run("--dry-run").out.startswith("nothing new since 1.0.0")
    (raw / "a.toml").write_text("titel = 1")
    (raw / "d.txt").write_text("Several delegations disagreed.")
    answer = run("--dry-run")
    assert answer.code == 4
    assert answer.out.startswith("would publish 1.1.0 (4 documents")
    assert "raw files added (1): `d.txt`" in answer.out
    assert "kept as last read (1): `a`" in answer.out
    after = sorted((path, path.stat().st_mtime_ns) for path in raw.parent.rglob("*"))
    assert [path for path, _ in after if (path, _) not in before and path.is_relative_to(raw.parent / "dataset")] == []
    assert {path for path, _ in before} <= {path for path, _ in after}


@pytest.fixture
def forge(raw: Path) -> Callable:
    """Put another value into a row of the latest release, and make all checksums fit again."""

    def put(table: str, column: str, row: int, value: object) -> None:
        dataset = raw.parent / "dataset"
        release = latest(dataset)
        assert release is not None
        edit_table(
            dataset,
            release.version,
            table,
            column,
            lambda old: [value if at == row else one for at, one in enumerate(old)],
        )
        rehash(dataset, release.version)

    return put


class TestForgedMarks:
    """A mark says that nobody need make the rows again: so it is proved by the release that they are kept from."""

    @pytest.mark.parametrize("since", ["0.1.0", "9.9.9"])
    def test_rows_that_no_release_had_before_are_refused(
        self, run: Callable, forge: Callable, raw: Path, rapporteur: Callable, since: str
    ) -> None:
        run()
        forge("documents", "stale_since", 0, since)
        answer = run("--full")
        assert answer.code == 3
        assert f"a: is marked as kept since {since}, which is none of the releases" in answer.err
        assert rapporteur("verify", "--dataset", raw.parent / "dataset").code == 1

    def test_a_kept_row_with_another_value_is_refused(
        self, run: Callable, forge: Callable, raw: Path, rapporteur: Callable
    ) -> None:
        run()
        (raw / "a.toml").write_text("titel = 1")
        run()
        assert run("--full").code == 0
        forge("claims", "act", 0, "differ")
        for answer in (run("--full"), run("--drop-refused")):
            assert answer.code == 3
            assert "has other rows than in 0.1.0: claims" in answer.err
        verified = rapporteur("verify", "--dataset", raw.parent / "dataset")
        assert "a: is marked as kept since 0.2.0, and has other rows than in 0.1.0: claims" in verified.out

    def test_letting_a_document_go_takes_no_forged_row_of_another_along(
        self, run: Callable, ask: Callable, forge: Callable, raw: Path
    ) -> None:
        run()
        (raw / "a.toml").write_text("titel = 1")
        run()
        forge("claims", "act", 5, "differ")
        answer = run("--drop-refused", "--full")
        assert (answer.code, "claims: 1 rows differ: c." in answer.err) == (3, True)

    def test_a_replay_compares_what_was_not_kept(self, run: Callable, raw: Path, rapporteur: Callable) -> None:
        run()
        (raw / "a.toml").write_text("titel = 1")
        run()
        verified = rapporteur("verify", "--replay", "--raw", raw, "--dataset", raw.parent / "dataset")
        assert verified.code == 0, verified.out
        assert "kept rows of 1 documents are those of the release before they were kept" in verified.out
