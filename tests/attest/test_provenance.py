"""What stands beside a release says what it was made from: provenance, and a bill of materials made from the lock."""

import json
from pathlib import Path

import pytest

from flows.attest import PROVENANCE, SBOM, attestations
from flows.attest.lock import find_lock, lock_sha256, needed_to_run, read_lock
from flows.attest.sbom import bill_of
from flows.publish.releases import find
from tests.publish.conftest import dataset, one_day, published
from tests.publish.inputs import FINGERPRINT, TEXTS, publish_texts, source

__all__ = ["dataset", "one_day", "published"]

LOCK = """\
alpha[extra]==1.0 \\
    --hash=sha256:00
    # via rapporteur (pyproject.toml)
beta==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:01
    # via
    #   alpha
    #   gamma
beta==2.1 ; python_full_version >= '3.12' \\
    --hash=sha256:02
    # via
    #   alpha
    #   gamma
gamma==3.0
    # via rapporteur (pyproject.toml:dev)
"""


class TestProvenance:
    def test_it_is_a_statement_about_the_hash_of_the_release(self, published: Path) -> None:
        release = find(published)
        told = json.loads((attestations(release) / PROVENANCE).read_text())
        assert told["_type"] == "https://in-toto.io/Statement/v1"
        assert told["predicateType"] == "https://slsa.dev/provenance/v1"
        assert told["subject"] == [{"name": "SHA256SUMS", "digest": {"sha256": release.sha256}}]
        assert told["predicate"]["runDetails"]["builder"]["id"]

    def test_it_names_raw_files_commit_lock_and_libraries(self, published: Path) -> None:
        told = json.loads((attestations(find(published)) / PROVENANCE).read_text())
        named = {one["name"]: one for one in told["predicate"]["buildDefinition"]["resolvedDependencies"]}
        for name, text in TEXTS.items():
            assert named[f"raw/{name}.txt"]["digest"] == {"sha256": source(name, text).sha256}
        assert named["requirements.lock"]["digest"] == {"sha256": lock_sha256()}
        assert named["pyarrow"]["uri"] == f"pkg:pypi/pyarrow@{FINGERPRINT['pyarrow']}"
        assert len(named["source"]["digest"]["gitCommit"]) == 40

    def test_the_same_build_says_the_same(self, published: Path, tmp_path: Path) -> None:
        publish_texts(tmp_path / "elsewhere")
        for name in (PROVENANCE, SBOM):
            one, other = (attestations(find(folder)) / name for folder in (published, tmp_path / "elsewhere"))
            assert one.read_bytes() == other.read_bytes()

    def test_it_is_no_part_of_the_release(self, dataset: Path) -> None:
        folder = attestations(find(dataset))
        (folder / PROVENANCE).unlink()
        (folder / SBOM).write_text("anything")
        assert publish_texts(dataset).status == "identical"


class TestLock:
    def test_packages_are_read_with_what_brings_them(self) -> None:
        packages = read_lock(LOCK)
        assert [(one.name, one.version) for one in packages] == [
            ("alpha", "1.0"),
            ("beta", "2.0"),
            ("beta", "2.1"),
            ("gamma", "3.0"),
        ]
        assert packages[2].marker == "python_full_version >= '3.12'"
        assert packages[1].via == {"alpha", "gamma"}
        assert needed_to_run(packages) == {"alpha", "beta"}

    def test_every_pin_of_the_projects_lock_is_read(self) -> None:
        path = find_lock()
        assert path is not None
        text = path.read_text(encoding="utf-8")
        packages = read_lock(text)
        assert len(packages) == sum("==" in line and not line.startswith((" ", "#")) for line in text.splitlines())
        assert all(package.via for package in packages)
        running = needed_to_run(packages)
        assert {"duckdb", "pyarrow", "prefect", "text-unidecode"} <= running
        assert not {"pytest", "moto", "ruff"} & running


class TestBillOfMaterials:
    @pytest.fixture(scope="class")
    @staticmethod
    def bill() -> dict:
        path = find_lock()
        assert path is not None
        return json.loads(bill_of(path.read_bytes(), "1.2.3"))

    def test_it_has_every_package_of_the_lock_with_its_licence(self, bill: dict) -> None:
        path = find_lock()
        assert path is not None
        packages = read_lock(path.read_text(encoding="utf-8"))
        assert [(one["name"], one["version"]) for one in bill["components"]] == [
            (one.name, one.version) for one in packages
        ]
        assert all(one["licenses"][0]["expression"] for one in bill["components"])

    def test_it_has_neither_a_serial_number_nor_a_time(self, bill: dict) -> None:
        assert "serialNumber" not in bill
        assert "timestamp" not in bill["metadata"]

    def test_what_needs_what_is_told_by_references_that_are_there(self, bill: dict) -> None:
        known = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
        assert len(known) == len(bill["components"]) + 1
        for dependency in bill["dependencies"]:
            assert {dependency["ref"], *dependency["dependsOn"]} <= known
            assert len(set(dependency["dependsOn"])) == len(dependency["dependsOn"])

    def test_two_versions_of_a_package_are_two_components(self) -> None:
        bill = json.loads(bill_of(LOCK.encode(), "1.2.3"))
        assert [one["scope"] for one in bill["components"]] == ["required", "required", "required", "excluded"]
        own, alpha, *_ = bill["dependencies"]
        assert own["dependsOn"] == ["pkg:pypi/alpha@1.0", "pkg:pypi/gamma@3.0"]
        assert alpha["dependsOn"] == ["pkg:pypi/beta@2.0", "pkg:pypi/beta@2.1"]
