"""`verify --replay` works on the raw files again: a forged release is found out, and no run builds on one."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import flows.verify.replay
from flows.errors import REFUSED
from flows.publish.publication import AlteredReleaseError
from flows.publish.releases import find, listed
from tests.publish.forging import edit_table, rehash


@pytest.fixture(scope="module")
def forged(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """80 acts and all licences are others, and every hash was made to fit."""
    folder = Path(shutil.copytree(dataset, tmp_path_factory.mktemp("forged") / "dataset"))
    edit_table(folder, "0.1.0", "claims", "act", lambda acts: ["call" if n < 80 else a for n, a in enumerate(acts)])
    edit_table(folder, "0.1.0", "documents", "licence", lambda notes: ["public domain" for _ in notes])
    rehash(folder, "0.1.0")
    return folder


def test_a_release_as_it_was_published_is_replayed_row_by_row(
    rapporteur: Callable, dataset: Path, raw_folder: Path, gold_folder: Path
) -> None:
    answer = rapporteur(
        "verify", "--replay", "--dataset", dataset, "--raw", raw_folder, "--gold", gold_folder, "--json"
    )
    told = json.loads(answer.out)
    assert (answer.code, told["problems"], told["unproved"]) == (0, [], [])
    assert told["proved"][-1] == (
        "replay: 2 documents worked on again by the code that made it: 21 tables hold the same rows"
    )


def test_a_forged_release_is_found_out_by_the_rows(rapporteur: Callable, forged: Path, raw_folder: Path) -> None:
    assert not [
        line
        for line in rapporteur("verify", "--dataset", forged, "--raw", raw_folder).out.splitlines()
        if line.startswith("PROBLEM") and "rapporteur.duckdb" not in line
    ]
    answer = rapporteur("verify", "--replay", "--dataset", forged, "--raw", raw_folder)
    assert answer.code == 1
    (claims,) = [line for line in answer.out.splitlines() if "replay: claims" in line]
    assert "rows differ: gccs-2012-budapest-chair-closing.c-" in claims
    assert "is another (act)" in claims
    (documents,) = [line for line in answer.out.splitlines() if "replay: documents" in line]
    assert "2 rows differ" in documents
    assert "(licence)" in documents


def test_a_forged_release_is_never_laundered(forged: Path, raw_folder: Path, gold_folder: Path) -> None:
    from flows.pipeline import build_release

    with pytest.raises(AlteredReleaseError, match=r"claims: .* rows differ") as raised:
        build_release(raw_folder, forged, True, gold_folder)
    assert raised.value.exit_code == REFUSED
    assert [release.version for release in listed(forged)] == ["0.1.0"]
    assert not list(forged.glob(".staging-*"))


def test_other_code_is_told(
    rapporteur: Callable, dataset: Path, forged: Path, raw_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = flows.verify.replay.fingerprint()
    monkeypatch.setattr(flows.verify.replay, "fingerprint", lambda: {**installed, "code": "0" * 64})
    answer = rapporteur("verify", "--replay", "--dataset", dataset, "--raw", raw_folder)
    assert answer.code == 0
    assert "worked on again by other code than made it (code differ)" in answer.out
    answer = rapporteur("verify", "--replay", "--dataset", forged, "--raw", raw_folder)
    assert answer.code == 1
    assert "which may be why rows differ; the release was built at commit" in answer.out


def test_what_is_not_at_hand_is_told_and_the_rest_compared(
    rapporteur: Callable, forged: Path, raw_folder: Path, tmp_path: Path
) -> None:
    raw = Path(shutil.copytree(raw_folder, tmp_path / "raw"))
    (raw / "oewg-2021-session1-chair-closing.txt").write_text("Another text.\n")
    (raw / "new.txt").write_text("One more text.\n")
    answer = rapporteur("verify", "--replay", "--dataset", forged, "--raw", raw)
    assert answer.code == 1
    assert "replay: oewg-2021-session1-chair-closing.txt: its raw file is not there as it was" in answer.out
    (documents,) = [line for line in answer.out.splitlines() if "replay: documents" in line]
    assert "1 rows differ: gccs-2012-budapest-chair-closing is another (licence)" in documents
    assert find(forged).version == "0.1.0"


def test_without_raw_files_nothing_can_be_replayed(rapporteur: Callable, dataset: Path, tmp_path: Path) -> None:
    answer = rapporteur("verify", "--replay", "--dataset", dataset, "--raw", tmp_path / "none")
    assert "unproved  replay: " in answer.out
