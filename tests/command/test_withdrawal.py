"""A release that was withdrawn as docs/releases.md has it: every command knows."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.publish.inputs import CHANGED, TEXTS, publish_texts, write_raw

REASON = "withdrawn: a court said so"


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder in which 0.1.0 stands and 0.2.0 was withdrawn."""
    folder = tmp_path_factory.mktemp("withdrawn") / "dataset"
    publish_texts(folder)
    publish_texts(folder, CHANGED)
    listed = json.loads((folder / "releases.json").read_text())
    listed["releases"][1]["withdrawn"] = "a court said so"
    (folder / "releases.json").write_text(json.dumps(listed))
    shutil.rmtree(folder / "0.2.0")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "FROM claims", "--release", "0.2.0"),
        ("show", "alpha.s1", "--release", "0.2.0"),
        ("verify", "0.2.0"),
        ("diff", "0.1.0", "0.2.0"),
        ("export", "--csv", "--release", "0.2.0", "no-such-folder"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_it_is_refused_with_the_reason(rapporteur: Callable, withdrawn: Path, arguments: tuple[str, ...]) -> None:
    answer = rapporteur(*arguments, "--dataset", withdrawn)
    assert (answer.code, answer.out) == (2, "")
    assert f"release 0.2.0 was {REASON}" in answer.err


def test_what_is_cited_can_still_be_proved_to_be_it_and_the_reason_is_told(
    rapporteur: Callable, withdrawn: Path
) -> None:
    answer = rapporteur("cite", "0.2.0", "--dataset", withdrawn)
    assert answer.code == 0
    assert "SHA-256" in answer.out
    assert REASON in answer.err
    assert (
        json.loads(rapporteur("cite", "0.2.0", "--json", "--dataset", withdrawn).out)["withdrawn"] == "a court said so"
    )


def test_the_release_before_it_is_what_everybody_gets(rapporteur: Callable, withdrawn: Path, tmp_path: Path) -> None:
    write_raw(tmp_path / "raw", TEXTS)
    assert json.loads(rapporteur("cite", "--json", "--dataset", withdrawn).out)["version"] == "0.1.0"
    assert rapporteur("query", "FROM claims WHERE document_id = 'gamma'", "--dataset", withdrawn).code == 0
    assert rapporteur("verify", "--dataset", withdrawn, "--raw", tmp_path / "raw").code == 0
