"""A PDF goes the way of a text: published, kept as a rendition, proved by it, carried over, corrected, made again."""

import hashlib
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import flows.intake
from flows.intake.renditions import FOLDER
from flows.pipeline import build_release
from flows.publish.releases import latest
from flows.readers import Options, ReadingError
from flows.readers.pdf import read
from flows.records import Rendition
from flows.sql import open_tables
from flows.verify import verify
from tests.readers.pdf_files import Line, make_pdf, statement

AGREED = "Many delegations stressed the need for capacity building in all regions of the world, and called for a fund."
SIDECAR = 'language = { value = "en", basis = "document" }\n'
OURS = "redistribute = true\n"  # in dataset.toml: words are published


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "talk.pdf").write_bytes(make_pdf([[*statement([AGREED]), Line(300, 810, "1")]]))
    (folder / "talk.toml").write_text(SIDECAR)
    (tmp_path / "dataset.toml").write_text(OURS)
    (folder / "other.txt").write_text("We agree on norms.\n")
    return folder


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return tmp_path / "dataset"


def rows(dataset: Path, sql: str) -> list[tuple[object, ...]]:
    with open_tables(dataset, None) as tables:
        return tables.execute(sql).fetchall()


def unreadable(*_: object) -> Rendition:
    raise AssertionError("a file was read that has a rendition")


def test_a_pdf_becomes_a_document_with_pages_and_boxes_of_its_claims(raw: Path, dataset: Path) -> None:
    build_release(raw, dataset, workers=1)
    ((source_format, sha256, extractor, n_pages),) = rows(
        dataset,
        "SELECT source_format, rendition_sha256, extractor, n_pages FROM documents WHERE source_path = 'talk.pdf'",
    )
    assert (source_format, n_pages) == ("pdf", 1)
    assert "pypdfium2" in str(extractor)
    kept = (dataset / FOLDER / f"{sha256}.txt").read_bytes()
    assert hashlib.sha256(kept).hexdigest() == sha256
    claims = rows(dataset, "SELECT claim_id, raw_start, raw_end FROM claims WHERE document_id = 'talk'")
    assert claims
    for claim_id, start, end in claims:
        boxes = rows(dataset, f"SELECT raw_start, raw_end, page FROM claim_boxes('{claim_id}')")
        words = [kept.decode()[a:b] for a, b, _ in boxes]
        assert " ".join(words).startswith(kept.decode()[start:end].split()[0])
        assert {page for *_, page in boxes} == {1}


def test_a_release_is_proved_by_its_renditions_and_says_so_where_one_is_missing(raw: Path, dataset: Path) -> None:
    build_release(raw, dataset, workers=1)
    report = verify(dataset, raw=raw)
    assert report.problems == ()
    assert not [line for line in report.unproved if "talk" in line]
    for path in (dataset / FOLDER).iterdir():
        path.unlink()
    assert [line for line in verify(dataset, raw=raw).unproved if "talk.pdf (its rendition" in line]


def test_a_rendition_that_was_altered_is_none(raw: Path, dataset: Path) -> None:
    build_release(raw, dataset, workers=1)
    (text,) = (dataset / FOLDER).glob("*.txt")
    text.write_bytes(text.read_bytes().replace(b"stressed", b"rejected"))
    assert [line for line in verify(dataset, raw=raw).unproved if "talk.pdf" in line]


def test_a_kept_rendition_is_used_whatever_is_worked_on_again(
    raw: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_release(raw, dataset, workers=1)
    monkeypatch.setattr(flows.intake, "read_in_child", unreadable)
    (raw / "other.txt").write_text("We do not agree on norms.\n")
    assert build_release(raw, dataset, workers=1).status == "published"
    before = latest(dataset)
    assert build_release(raw, dataset, full=True, workers=1).status == "identical"
    assert latest(dataset) == before


def test_a_newer_extractor_is_asked_only_by_render_again_and_changes_lead_on(
    raw: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_release(raw, dataset, workers=1)
    ((old,),) = rows(dataset, "SELECT rendition_sha256 FROM documents WHERE document_id = 'talk'")
    (claim, *_) = [name for (name,) in rows(dataset, "SELECT claim_id FROM claims WHERE text LIKE '%stressed%'")]

    def newer(_module: str, content: bytes, options: Options, _seconds: float) -> Rendition:
        found = read(content, options)
        return found._replace(text=found.text.replace("Many", "Most"), extractor="pdf 2; another library")

    monkeypatch.setattr(flows.intake, "read_in_child", newer)
    assert build_release(raw, dataset, workers=1).status == "unchanged"
    assert build_release(raw, dataset, workers=1, render_again=True).status == "published"
    ((new, extractor),) = rows(dataset, "SELECT rendition_sha256, extractor FROM documents WHERE document_id = 'talk'")
    assert new != old
    assert extractor == "pdf 2; another library"
    assert {path.name for path in (dataset / FOLDER).glob("*.txt")} == {f"{old}.txt", f"{new}.txt"}
    ((change, led_to),) = rows(dataset, f"SELECT change, superseded_by FROM changes WHERE claim_id = '{claim}'")
    assert change == "removed"
    assert led_to
    assert verify(dataset, "0.1.0", raw=raw).problems == ()


def test_a_text_that_may_not_be_redistributed_is_kept_in_the_state_folder(raw: Path, dataset: Path) -> None:
    (raw / "talk.toml").write_text(SIDECAR + "redistribute = false\n")
    build_release(raw, dataset, workers=1)
    ((sha256,),) = rows(dataset, "SELECT rendition_sha256 FROM documents WHERE document_id = 'talk'")
    assert not list(dataset.glob(f"{FOLDER}/*"))
    assert (dataset.parent / ".rapporteur" / FOLDER / f"{sha256}.txt").is_file()
    report = verify(dataset, raw=raw)
    assert report.problems == ()
    assert not [line for line in report.unproved if "talk.pdf" in line]


def test_a_replay_reads_again_what_the_installed_library_made(
    raw: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_release(raw, dataset, workers=1)
    asked: list[str] = []
    before = flows.intake.read_in_child

    def noting(module: str, content: bytes, options: Options, seconds: float) -> Rendition:
        asked.append(module)
        return before(module, content, options, seconds)

    monkeypatch.setattr(flows.intake, "read_in_child", noting)
    report = verify(dataset, raw=raw, replay=True)
    assert report.problems == ()
    assert asked == ["flows.readers.pdf"]


def test_a_claim_of_a_pdf_is_corrected_as_one_of_a_text_is(raw: Path, dataset: Path) -> None:
    build_release(raw, dataset, workers=1)
    ((claim, act),) = rows(dataset, "SELECT claim_id, act FROM claims WHERE text LIKE '%stressed%' LIMIT 1")
    (raw / "talk.corrections.toml").write_text(
        f'[[correction]]\nclaim = "{claim}"\nreason = "they ask for it"\nby = "A. Reader"\n'
        f'expect = {{ act = "{act}" }}\nset = {{ act = "propose" }}\n'
    )
    build_release(raw, dataset, workers=1)
    assert rows(dataset, f"SELECT act, corrected FROM claims WHERE claim_id = '{claim}'") == [("propose", True)]


def test_two_workers_make_the_bytes_that_one_makes(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    import flows.pipeline

    monkeypatch.setattr(flows.pipeline, "BYTES", 1)  # a batch for each file
    for count in (1, 2):
        build_release(raw, tmp_path / str(count), workers=count)
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "1", tmp_path / "2")
    )
    differing = {str(path) for path in one.keys() | two.keys() if one.get(path) != two.get(path)}
    assert differing <= {"rapporteur.duckdb", "builds.jsonl", ".lock", "0.1.0/../attestations"} | {
        path for path in differing if path.startswith("attestations/")
    }


def test_a_box_that_holds_no_word_of_the_raw_text_breaks_a_promise(raw: Path, dataset: Path) -> None:
    from flows.validate.promises import broken_promises

    build_release(raw, dataset, workers=1)
    folder = dataset / "0.1.0"
    tables = {path.stem: pq.read_table(path) for path in folder.glob("*.parquet")}
    ((sha256,),) = rows(dataset, "SELECT rendition_sha256 FROM documents WHERE document_id = 'talk'")
    text = (dataset / FOLDER / f"{sha256}.txt").read_text()
    assert list(broken_promises(tables, {"talk": text})) == []
    boxes = tables["boxes"]
    at = boxes.schema.get_field_index("raw_end")
    longer = pc.add(boxes["raw_end"], 1).cast(boxes.schema.field(at).type)
    broken = tables | {"boxes": boxes.set_column(at, boxes.schema.field(at), longer)}
    assert {name for name, _ in broken_promises(broken, {"talk": text})} == {"talk"}


def test_a_scan_is_refused_until_ocr_is_asked_for_and_kept_from_then_on(
    raw: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scanned(_module: str, content: bytes, options: Options, _seconds: float) -> Rendition:
        if not options.ocr:
            raise ReadingError("no_text_layer", "is images")
        found = read(content, options)
        pages = tuple(page._replace(text_source="ocr", confidence=0.9) for page in found.pages)
        return found._replace(pages=pages, extractor=f"ocr in {options.language}")

    monkeypatch.setattr(flows.intake, "read_in_child", scanned)
    build_release(raw, dataset, workers=1)
    assert rows(dataset, "SELECT source_path, code FROM quarantine") == [("talk.pdf", "no_text_layer")]
    assert build_release(raw, dataset, workers=1).status == "unchanged"
    assert build_release(raw, dataset, workers=1, ocr=True).status == "published"
    assert rows(dataset, "SELECT extractor, text_source, confidence FROM documents JOIN pages USING (document_id)") == [
        ("ocr in en", "ocr", 0.9)
    ]
    assert build_release(raw, dataset, workers=1).status == "unchanged"
    assert build_release(raw, dataset, full=True, workers=1).status == "identical"
