"""Reading releases with the package: any of them, wherever they lie, whole or damaged."""

import json
import shutil
from pathlib import Path

import fsspec
import pyarrow as pa
import pytest

import rapporteur
from flows.publish.releases import latest, listed

PROJECT = Path(__file__).parents[2]
DATASET = PROJECT / "dataset"
CLAIM = "gccs-2012-budapest-chair-closing.c-0fe961be22"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(DATASET, tmp_path / "dataset", ignore=shutil.ignore_patterns("1.0.*", "rapporteur.duckdb"))
    return tmp_path / "dataset"


def test_the_releases_are_those_of_the_list() -> None:
    found = [(one.version, one.date, one.sha256, one.withdrawn) for one in rapporteur.releases(DATASET)]
    assert sorted(found) == sorted((one.version, one.date, one.sha256, one.withdrawn) for one in listed(DATASET))


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1", None])
def test_every_public_release_can_be_asked_and_proved(version: str | None) -> None:
    release = rapporteur.open(DATASET, version)
    newest = latest(DATASET)
    assert newest is not None
    assert release.version == (version or newest.version)
    assert len(release.claims) == release.claims.arrow().num_rows > 100
    assert release.sql("SELECT count(*) FROM demands").fetchall() > [(20,)]
    assert release.verify() > 10
    claim = release.sql("SELECT claim_id, text FROM claims ORDER BY claim_index LIMIT 1").fetchall()[0]
    cited = release.cite(claim[0])
    assert cited.startswith(f"“{claim[1]}” ")
    assert all(part in cited for part in (claim[0], release.version, release.sha256, "Chair"))


def test_a_table_is_given_in_each_form() -> None:
    release = rapporteur.open(DATASET)
    claims = release.claims
    columns = ["claim_id", "act"]
    assert isinstance(claims.arrow(columns), pa.Table)
    assert claims.pandas(columns).shape == (len(claims), 2)
    assert (
        claims.relation.filter("act = 'call'").count("*").fetchall()
        == release.sql("SELECT count(*) FROM claims WHERE act = 'call'").fetchall()
    )
    assert pa.table(claims).num_rows == len(claims)
    assert claims.describe()["holder"] == "Who holds it."
    assert "claims" in dir(release) and "183" in repr(claims)


def test_a_statement_has_its_claims_as_spans_and_shows_itself() -> None:
    release = rapporteur.open(DATASET)
    statement = release.statement("gccs-2012-budapest-chair-closing.s1")
    texts = dict(release.sql("SELECT claim_id, text FROM claims").fetchall())
    assert statement.text is not None and len(statement.claims) > 100
    assert {one.claim_id: statement.text[one.start : one.end] for one in statement.claims}.items() <= texts.items()
    page = statement._repr_html_()
    assert page.count("<span") == page.count("</span>") == len(statement.claims)


def test_no_word_of_a_statement_becomes_markup() -> None:
    claim = rapporteur.Claim("x<y>", 0, 8, "speaker", "not_reported", "state", "none", False, (), None, None)
    page = rapporteur.Statement("a.s1", "<b>T</b>.", "<script>alert(1)</script>", [claim])._repr_html_()
    assert "<script" not in page and "<b>T" not in page and "x&lt;y&gt;" in page


def test_a_citation_of_a_query_is_the_same_in_any_order_and_for_other_rows_another() -> None:
    release = rapporteur.open(DATASET, "1.0.1")
    one = release.cite_query("SELECT claim_id, act FROM claims ORDER BY claim_id")
    other = release.cite_query("SELECT claim_id, act FROM claims ORDER BY claim_id DESC")
    assert (one.rows, one.result_sha256) == (other.rows, other.result_sha256)
    assert release.cite_query("SELECT claim_id, act FROM claims LIMIT 5").result_sha256 != one.result_sha256


def test_a_dataset_in_a_store_is_read_in_place() -> None:
    store = fsspec.filesystem("memory")
    store.put(f"{DATASET}/", "/shelf/dataset", recursive=True)
    release = rapporteur.open("memory://shelf/dataset", "2.0.0")
    here = rapporteur.open(DATASET, "2.0.0")
    assert release.claims.arrow().equals(here.claims.arrow())
    question = "SELECT agreement, count(*) FROM demands GROUP BY ALL ORDER BY ALL"
    assert release.sql(question).fetchall() == here.sql(question).fetchall()
    assert release.cite(CLAIM) == here.cite(CLAIM)
    assert release.verify() == here.verify()


def test_what_was_changed_since_it_was_published_is_told(copied: Path) -> None:
    release = rapporteur.open(copied)
    (copied / release.version / "CODEBOOK.md").write_text("another")
    (copied / release.version / "topics.parquet").unlink()
    with pytest.raises(rapporteur.ReadError, match=r"CODEBOOK.md \(changed\), topics.parquet \(missing\)"):
        release.verify()
    (copied / release.version / "SHA256SUMS").write_text("")
    with pytest.raises(rapporteur.ReadError, match="is not the one that was published"):
        release.verify()


def test_mistakes_are_told_in_one_line(copied: Path, tmp_path: Path) -> None:
    told = {
        "holds no releases.json": lambda: rapporteur.open(tmp_path),
        "has no release 9.9.9; listed are": lambda: rapporteur.open(copied, "9.9.9"),
        "is listed, but not here": lambda: rapporteur.open(copied, "1.0.0"),
        "has no such claim_id": lambda: rapporteur.open(copied).cite("no.c-0000000000"),
        "has no such statement_id": lambda: rapporteur.open(copied).statement("no.s1"),
    }
    for message, call in told.items():
        with pytest.raises(rapporteur.ReadError, match=message):
            call()
    with pytest.raises(AttributeError, match="its tables are documents"):
        rapporteur.open(copied).nothing  # noqa: B018
    (copied / "releases.json").write_text(json.dumps({"format": 99, "latest": None, "releases": []}))
    with pytest.raises(rapporteur.ReadError, match="install a newer rapporteur"):
        rapporteur.open(copied)


def test_a_withdrawn_release_is_not_given(copied: Path) -> None:
    found = json.loads((copied / "releases.json").read_text())
    found["releases"][-1]["withdrawn"] = "somebody asked"
    (copied / "releases.json").write_text(json.dumps(found))
    with pytest.raises(rapporteur.ReadError, match="was withdrawn: somebody asked"):
        rapporteur.open(copied, found["latest"])
