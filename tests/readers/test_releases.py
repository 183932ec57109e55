"""Files of every format become a release alike: sidecars, corrections, workers and runs on what is new."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.pipeline import build_release
from flows.publish.releases import find
from flows.verify import verify
from tests.readers.made import akoma, docx, paragraph, run

SAID = "Delegations agreed that the tides call for more trust. Others noted that the sea was calm."
CLAUSE = "<paragraph><num>1.</num><content><p><i>Requests</i> all States to heed the tides;</p></content></paragraph>"
PAGE = f"<html><head><title>Tides</title></head><body><nav>Home</nav><main><p>{SAID}</p></main></body></html>"
CHANGED = f"<w:ins w:id='1'>{run('All of them said so. ')}</w:ins>"


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A raw folder with a file of each format that this folder's readers read."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1349395200")
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "draft.docx").write_bytes(
        docx(paragraph(SAID, number=1), paragraph(CHANGED + run("We agree."), number=1))
    )
    (folder / "page.html").write_text(PAGE)
    (folder / "resolution.xml").write_bytes(akoma(CLAUSE))
    (tmp_path / "dataset.toml").write_text("redistribute = true\n")
    return folder


def rows(dataset: Path, table: str) -> list[dict[str, object]]:
    release = find(dataset)
    assert release is not None
    found = [
        row for path in sorted(release.folder.glob(f"{table}*.parquet")) for row in pq.read_table(path).to_pylist()
    ]
    return [dict(row) for row in found]


def files(dataset: Path) -> dict[str, bytes]:
    release = find(dataset)
    assert release is not None
    return {path.name: path.read_bytes() for path in sorted(release.folder.iterdir())}


def test_each_format_ends_as_rows_that_the_raw_files_prove(raw: Path, tmp_path: Path) -> None:
    dataset = tmp_path / "dataset"
    build_release(raw, dataset, workers=1)
    formats = {
        row["document_id"]: (row["source_format"], row["rendition_sha256"] is None)
        for row in rows(dataset, "documents")
    }
    assert formats == {"draft": ("docx", False), "page": ("html", True), "resolution": ("xml", True)}
    assert {row["document_id"] for row in rows(dataset, "claims")} == set(formats)
    assert "Requests" in [row["marked_cue"] for row in rows(dataset, "claims")]
    assert {row["label"] for row in rows(dataset, "paragraphs") if row["document_id"] == "draft"} == {"1.", "2."}
    assert rows(dataset, "quarantine") == []
    assert verify(dataset, None, raw).problems == ()


def test_one_worker_and_two_make_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    for workers in (1, 2):
        build_release(raw, tmp_path / f"by-{workers}", workers=workers)
    assert files(tmp_path / "by-1") == files(tmp_path / "by-2")


def test_a_run_on_what_is_new_makes_the_same_rows_as_one_on_all(raw: Path, tmp_path: Path) -> None:
    grown, anew = tmp_path / "grown", tmp_path / "anew"
    build_release(raw, grown, workers=1)
    (raw / "page.html").write_text(PAGE.replace("calm", "rough"))
    (raw / "late.html").write_text(PAGE.replace("tides", "moons"))
    (raw / "resolution.xml").unlink()
    build_release(raw, grown, workers=1)
    build_release(raw, anew, workers=1)
    for table in ("documents", "paragraphs", "claims", "furniture", "edits", "document_facts", "document_subjects"):
        assert rows(grown, table) == rows(anew, table)


def test_sidecars_and_corrections_hold_for_every_format(raw: Path, tmp_path: Path) -> None:
    dataset = tmp_path / "dataset"
    build_release(raw, dataset, workers=1)
    for name in ("draft", "page", "resolution"):
        (raw / f"{name}.toml").write_text('title = { value = "Of tides", basis = "https://example.org" }\n')
        claim = next(row for row in rows(dataset, "claims") if row["document_id"] == name)
        (raw / f"{name}.corrections.toml").write_text(
            f'[[correction]]\nclaim = "{claim["claim_id"]}"\nreason = "so read"\nby = "A. Reader"\n'
            f'expect = {{ act = "{claim["act"]}" }}\nset = {{ act = "welcome" }}\n'
        )
    build_release(raw, dataset, workers=1)
    assert {row["title"] for row in rows(dataset, "documents")} == {"Of tides"}
    corrected = {row["document_id"] for row in rows(dataset, "claims") if row["corrected"] and row["act"] == "welcome"}
    assert corrected == {"draft", "page", "resolution"}


def test_a_sidecar_selects_the_part_of_a_page_that_is_its_text(raw: Path, tmp_path: Path) -> None:
    dataset = tmp_path / "dataset"
    (raw / "page.html").write_text(PAGE.replace("<nav>Home</nav>", "<div class='note'><p>We thank you all.</p></div>"))
    (raw / "page.toml").write_text('text = { select = ".note" }\n')
    build_release(raw, dataset, workers=1)
    page = [row["text"] for row in rows(dataset, "statements") if row["document_id"] == "page"]
    assert page == ["We thank you all."]


def test_words_of_a_page_that_may_not_be_redistributed_are_nowhere(raw: Path, tmp_path: Path) -> None:
    dataset = tmp_path / "dataset"
    for name in ("draft", "page", "resolution"):
        (raw / f"{name}.toml").write_text("redistribute = false\n")
    build_release(raw, dataset, workers=1)
    written = b"".join(path.read_bytes() for path in dataset.rglob("*") if path.is_file() and path.suffix != ".duckdb")
    texts = [row["text"] for table in ("statements", "paragraphs", "furniture") for row in rows(dataset, table)]
    assert set(texts) == {None}
    assert b"heed the tides" not in written
    assert verify(dataset, None, raw).problems == ()
