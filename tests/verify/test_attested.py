"""A release is proved to be the one that was cited and signed, by what others keep of it."""

import json
import subprocess
from pathlib import Path

import pytest

from flows.attest import PROVENANCE, SIGNATURE, attestations
from flows.attest.signature import SignatureError, sign
from flows.command import answer
from flows.publish.releases import find
from flows.verify import verify
from tests.publish.forging import edit_table, rehash


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys `reader` and `forger`, and a list `signers` that allows the first."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("reader", "forger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True)
    (folder / "signers").write_text(f"reader@example.org {(folder / 'reader.pub').read_text()}")
    return folder


@pytest.fixture
def signed(dataset: Path, keys: Path) -> Path:
    assert answer(["sign", "--key", str(keys / "reader"), "--dataset", str(dataset)]) == 0
    return dataset


def forge(dataset: Path) -> None:
    edit_table(dataset, "0.1.0", "claims", "act", lambda acts: ["stress"] * len(acts))
    rehash(dataset, "0.1.0")


class TestExpected:
    def test_the_hash_that_cite_prints_is_the_one_to_expect(
        self, dataset: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert answer(["cite", "--dataset", str(dataset)]) == 0
        sha256 = capsys.readouterr().out.split()[-1]
        assert not verify(dataset, expect=sha256).problems
        assert answer(["verify", "--dataset", str(dataset), "--expect", sha256.upper()]) == 0

    def test_a_forged_release_is_not_the_one_that_was_cited(self, dataset: Path) -> None:
        cited = find(dataset).sha256
        forge(dataset)
        (problem,) = [line for line in verify(dataset, expect=cited).problems if "expected" in line]
        assert problem.endswith(f"expected was {cited}: this is not that release")

    @pytest.mark.parametrize("given", ["", "1.0.1", "a" * 63, "g" * 64])
    def test_what_is_no_hash_is_a_users_mistake(self, dataset: Path, given: str) -> None:
        assert answer(["verify", "--dataset", str(dataset), f"--expect={given}"]) == 2


class TestSigned:
    def test_whom_the_list_allows_is_named(self, signed: Path, keys: Path) -> None:
        report = verify(signed, signers=keys / "signers")
        assert not report.problems
        (line,) = [line for line in report.proved if line.startswith(SIGNATURE)]
        assert "reader@example.org signed the release (ED25519 SHA256:" in line

    def test_without_a_list_the_signature_is_not_proved(self, signed: Path) -> None:
        assert "give the allowed signers" in verify(signed).unproved[-1]

    def test_a_release_that_nobody_signed_is_told(self, dataset: Path, keys: Path) -> None:
        assert verify(dataset, signers=keys / "signers").problems == (
            f"{SIGNATURE}: is not there: nobody signed the release",
        )

    @pytest.mark.parametrize("how", ["changed", "signed by another", "copied", "damaged", "for something else"])
    def test_a_forged_release_has_no_signature_that_holds(self, signed: Path, keys: Path, how: str) -> None:
        path = attestations(find(signed)) / SIGNATURE
        sums = signed / "0.1.0" / "SHA256SUMS"
        if how in ("changed", "signed by another"):
            signature = path.read_bytes()
            forge(signed)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(signature)
        if how == "signed by another":
            path.write_bytes(sign(sums.read_bytes(), keys / "forger"))
        if how == "copied":
            path.write_bytes(sign(b"other sums", keys / "reader"))
        if how == "damaged":
            path.write_text("no signature")
        if how == "for something else":
            command = ["ssh-keygen", "-Y", "sign", "-f", str(keys / "reader"), "-n", "file"]
            path.write_bytes(subprocess.run(command, input=sums.read_bytes(), capture_output=True, check=True).stdout)
        (problem,) = [line for line in verify(signed, signers=keys / "signers").problems if SIGNATURE in line]
        assert "is of no allowed signer" in problem
        assert "\n" not in problem

    def test_a_changed_release_is_not_signed(self, dataset: Path, keys: Path) -> None:
        (dataset / "0.1.0" / "claims.parquet").write_bytes(b"other")
        assert answer(["sign", "--key", str(keys / "reader"), "--dataset", str(dataset)]) == 1
        assert not (attestations(find(dataset)) / SIGNATURE).exists()

    def test_what_is_no_key_or_no_list_is_a_users_mistake(self, dataset: Path, keys: Path, tmp_path: Path) -> None:
        (tmp_path / "none").write_text("no key")
        for key in (tmp_path / "none", tmp_path / "missing"):
            assert answer(["sign", "--key", str(key), "--dataset", str(dataset)]) == 2
        with pytest.raises(SignatureError, match="is no file"):
            attestations(find(dataset)).joinpath(SIGNATURE).write_text("x")
            verify(dataset, signers=tmp_path / "missing")

    def test_a_system_without_openssh_is_told(
        self, dataset: Path, keys: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("PATH", "")
        assert answer(["sign", "--key", str(keys / "reader"), "--dataset", str(dataset)]) == 2
        assert "ssh-keygen: is not on the PATH" in capsys.readouterr().err


class TestProvenance:
    def test_one_of_another_release_or_of_other_files_is_told(self, dataset: Path) -> None:
        path = attestations(find(dataset)) / PROVENANCE
        told = json.loads(path.read_text())
        for change in (
            {"subject": [{"name": "SHA256SUMS", "digest": {"sha256": "0" * 64}}]},
            {"predicate": {"buildDefinition": {"resolvedDependencies": []}}},
            {"predicate": []},
        ):
            path.write_text(json.dumps(told | change))
            assert [line for line in verify(dataset).problems if line.startswith(PROVENANCE)]

    def test_a_record_of_another_hash_is_told(self, dataset: Path) -> None:
        before = (dataset / "builds.jsonl").read_bytes()
        forge(dataset)
        (dataset / "builds.jsonl").write_bytes(before)
        assert [line for line in verify(dataset).problems if line.startswith("builds.jsonl: records ")]
