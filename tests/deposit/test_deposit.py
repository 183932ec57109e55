"""A deposit is a BagIt bag that holds a release with all that belongs to it, and says what had to stay out."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.command import answer
from flows.deposit import Deposit, deposit
from flows.deposit.bag import finish_bag
from flows.fetch.polling import poll
from flows.fetch.reading import Declared, parse_source
from flows.fetch.transport import Transport
from flows.publish.releases import DatasetError, find
from tests.fetch.conftest import declaration, portal
from tests.fetch.portal import Portal, rss
from tests.intake.test_dataset_toml import WHOLE
from tests.publish.conftest import dataset, one_day, published
from tests.publish.forging import flip
from tests.publish.inputs import TEXTS, publish_texts, write_raw

__all__ = ["dataset", "one_day", "portal", "published"]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    write_raw(tmp_path / "mine" / "raw")
    (tmp_path / "mine" / "dataset.toml").write_text("redistribute = true\n")
    return tmp_path / "mine" / "raw"


@pytest.fixture
def put(dataset: Path, raw: Path, tmp_path: Path) -> Callable[[], tuple[Deposit, Path]]:
    def call() -> tuple[Deposit, Path]:
        return deposit(dataset, None, raw, tmp_path / "bag"), tmp_path / "bag"

    return call


def listed(path: Path) -> dict[str, str]:
    entries = [line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines()]
    return {name: sha256 for sha256, name in entries}


def hashes(folder: Path, paths: list[Path]) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_the_bag_is_one_by_the_standard(put: Callable) -> None:
    done, bag = put()
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    assert listed(bag / "manifest-sha256.txt") == hashes(bag, payload)
    assert done.files == len(payload)
    tags = [path for path in bag.iterdir() if path.is_file() and path.name != "tagmanifest-sha256.txt"]
    assert listed(bag / "tagmanifest-sha256.txt") == hashes(bag, tags)
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text().splitlines())
    assert info["Payload-Oxum"] == f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
    assert not {"Source-Organization", "Contact-Email", "External-Identifier"} & info.keys()


def test_names_that_the_standard_escapes_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "100%\n.txt").write_text("x")
    finish_bag(tmp_path, {})
    assert (tmp_path / "manifest-sha256.txt").read_text().endswith("  data/100%25%0A.txt\n")


def test_release_raw_files_attestations_and_code_are_in_it(put: Callable, dataset: Path, raw: Path) -> None:
    done, bag = put()
    for path in (dataset / "0.1.0").iterdir():
        assert (bag / "data" / "release" / path.name).read_bytes() == path.read_bytes()
    assert {path.name for path in (bag / "data" / "raw").iterdir()} == {f"{name}.txt" for name in TEXTS}
    assert {path.name for path in (bag / "data" / "attestations").iterdir()} == {"provenance.json", "sbom.cdx.json"}
    (archive,) = (bag / "data").glob("rapporteur-*.tar.gz")
    with tarfile.open(archive) as code:
        assert any(name.endswith("/flows/pipeline.py") for name in code.getnames())
    assert [line for line in done.left_out if not line.startswith("code: the release was built by code that")] == [
        "signature: nobody signed 0.1.0; `rapporteur sign` does"
    ]


def test_a_text_that_may_not_be_passed_on_stays_out_and_is_told(tmp_path: Path, raw: Path) -> None:
    from flows.pipeline import build_release

    (raw / "beta.toml").write_text("redistribute = false\n")
    build_release(raw, tmp_path / "data", workers=1)
    done = deposit(tmp_path / "data", None, raw, tmp_path / "bag")
    assert "beta.txt: its sidecar says redistribute = false" in done.left_out
    assert {path.name for path in (tmp_path / "bag" / "data" / "raw").iterdir()} == {"alpha.txt", "gamma.txt"}


def test_a_text_without_a_licence_stays_out_where_nobody_says_otherwise(raw: Path, put: Callable) -> None:
    (raw.parent / "dataset.toml").unlink()
    done, bag = put()
    assert "beta.txt: it has no licence, and dataset.toml does not say redistribute = true" in done.left_out
    assert not (bag / "data" / "raw").exists()


def test_a_fetched_text_stays_out_as_its_sidecar_says_though_a_run_leaves_that_unread(
    tmp_path: Path, portal: Portal
) -> None:
    from flows.pipeline import build_release

    portal.put("/1.txt", "Many agreed.\n")
    portal.put("/feed.xml", rss(("Statement", "/1.txt"), base=portal.url), "application/rss+xml")
    toml = declaration("feed", f"{portal.url}/feed.xml", redistribute="false")
    raw = tmp_path / "raw"
    raw.mkdir()
    transport = Transport(raw / ".fetch", "data@example.org", lambda _: None)
    assert poll(Declared(parse_source(toml.encode(), "portal.toml"), toml), raw, transport).counts == {"new": 1}
    transport.close()
    build_release(raw, tmp_path / "data", workers=1)
    done = deposit(tmp_path / "data", None, raw, tmp_path / "bag")
    assert [line for line in done.left_out if line.endswith("its sidecar says redistribute = false")]
    assert not (tmp_path / "bag" / "data" / "raw").exists()


def test_a_raw_file_that_is_another_now_stays_out_and_is_told(put: Callable, raw: Path) -> None:
    (raw / "beta.txt").write_text("Others.")
    (raw / "gamma.txt").unlink()
    done, bag = put()
    assert {path.name for path in (bag / "data" / "raw").iterdir()} == {"alpha.txt"}
    told = [line for line in done.left_out if line.endswith("is not there as the release has it")]
    assert [line.split(":")[0] for line in told] == ["beta.txt", "gamma.txt"]


def test_zenodo_is_told_what_dataset_toml_says_and_nothing_else(put: Callable, raw: Path, dataset: Path) -> None:
    (raw.parent / "dataset.toml").write_text(WHOLE, encoding="utf-8")
    told = json.loads((put()[1] / "data" / ".zenodo.json").read_text(encoding="utf-8"))
    assert told["creators"] == [
        {"name": "Reader, Ada", "orcid": "0000-0002-1825-0097", "affiliation": "University of Somewhere"},
        {"name": "The working group"},
    ]
    assert (told["upload_type"], told["version"], told["license"]) == ("dataset", "0.1.0", "cc-by-4.0")
    assert {"identifier": "10.5281/zenodo.1234567", "relation": "isVersionOf"} in told["related_identifiers"]
    assert find(dataset).sha256 in told["notes"]
    assert "data@example.org" in told["notes"]


def test_what_zenodo_is_not_told_is_not_made_up(put: Callable) -> None:
    told = json.loads((put()[1] / "data" / ".zenodo.json").read_text(encoding="utf-8"))
    assert not {"related_identifiers", "imprint_publisher"} & told.keys()
    assert None not in told.values()


def test_a_changed_release_is_not_deposited(put: Callable, dataset: Path, tmp_path: Path) -> None:
    flip(dataset / "0.1.0" / "claims.parquet", 0.5)
    with pytest.raises(DatasetError, match=r"claims\.parquet .*it is not deposited"):
        put()
    assert not (tmp_path / "bag").exists()


def test_a_folder_that_is_not_empty_is_left_alone(dataset: Path, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "mine.txt").write_text("mine")
    arguments = ["deposit", "--bag", str(tmp_path / "bag"), "--raw", str(raw), "--dataset", str(dataset)]
    assert answer(arguments) == 2
    assert [path.name for path in (tmp_path / "bag").iterdir()] == ["mine.txt"]


def test_the_command_says_what_it_wrote_and_what_it_left_out(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(dataset / "attestations")
    (dataset / "builds.jsonl").unlink()
    arguments = ["deposit", "--bag", str(tmp_path / "bag"), "--raw", str(tmp_path / "no"), "--dataset", str(dataset)]
    assert answer(arguments) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f"{tmp_path / 'bag'}: 0.1.0, ")
    for line in ("raw files: ", "signature: ", "provenance: 0.1.0 was published without one", "code: the commit"):
        assert f"left out: {line}" in printed.err


def test_the_same_commit_gives_the_same_archive(put: Callable, tmp_path: Path, dataset: Path, raw: Path) -> None:
    _, bag = put()
    deposit(dataset, None, raw, tmp_path / "again")
    (one,), (other,) = ([*folder.glob("data/*.tar.gz")] for folder in (bag, tmp_path / "again"))
    assert one.read_bytes() == other.read_bytes()


def test_a_release_of_another_day_is_deposited_too(dataset: Path, raw: Path, tmp_path: Path) -> None:
    publish_texts(dataset, {"alpha": TEXTS["alpha"]})
    done = deposit(dataset, "0.1.0", raw, tmp_path / "bag")
    assert done.version == "0.1.0"
    assert (
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "bag/data/release").returncode
        == 0
    )
