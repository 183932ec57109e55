"""`rapporteur run` as a user runs it: without a Prefect server. With one: test_recorded_run.py."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish.releases import listed

RAPPORTEUR = str(Path(sys.executable).parent / "rapporteur")
WORDS = "The Chair thanked all delegations. Many delegations called for peace.\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "good.txt").write_text(WORDS)
    (tmp_path / "dataset.toml").write_text("redistribute = true\n")
    return folder


@pytest.fixture
def run(rapporteur: Callable, raw: Path, tmp_path: Path) -> Callable:
    return lambda *arguments: rapporteur("run", "--raw", raw, "--dataset", tmp_path / "dataset", *arguments)


def quarantined(rapporteur: Callable, dataset: Path) -> dict[str, str]:
    rows = json.loads(rapporteur("query", "FROM quarantine", "--json", "--dataset", dataset).out)
    return {row["source_path"]: row["code"] for row in rows}


def test_new_input_makes_the_next_release_and_the_same_input_none(run: Callable, raw: Path, tmp_path: Path) -> None:
    first = run("--json")
    assert (first.code, json.loads(first.out)["version"], json.loads(first.out)["status"]) == (0, "0.1.0", "published")
    assert json.loads(run("--json").out)["status"] == "unchanged"
    assert json.loads(run("--full", "--json").out)["status"] == "identical"
    (raw / "second.txt").write_text("Another delegation disagreed.")
    assert json.loads(run("--json").out)["version"] == "0.2.0"
    (raw / "second.txt").unlink()
    assert json.loads(run("--json").out)["rows"]["documents"] == 1
    assert json.loads(run("--json", "--public").out)["version"] == "1.0.0"
    assert [release.version for release in listed(tmp_path / "dataset")] == ["0.1.0", "0.2.0", "0.3.0", "1.0.0"]
    again = run("--public")
    assert (again.code, again.err.count("\n"), "1.0.0 is public already" in again.err) == (2, 1, True)


def test_a_file_without_a_sidecar_is_named_once_and_processed(run: Callable) -> None:
    answer = run()
    assert answer.code == 0
    assert answer.err.count("good.txt") == 1
    assert "no sidecar" in answer.err


def test_what_is_no_statement_goes_to_quarantine_and_the_rest_is_published(
    run: Callable, rapporteur: Callable, raw: Path, tmp_path: Path
) -> None:
    (raw / "empty.txt").write_bytes(b"")
    (raw / "bytes.txt").write_bytes(bytes(range(256)) * 100)
    (raw / "line.txt").write_bytes(b"word " * 10_000_000)
    (raw / "folder.txt").mkdir()
    (raw / "good.md").write_text(WORDS)
    (raw / "wrong.txt").write_text(WORDS)
    (raw / "wrong.toml").write_text('titel = "x"')
    answer = run("--json")
    assert answer.code == 4
    assert "Traceback" not in answer.err
    assert quarantined(rapporteur, tmp_path / "dataset") == {
        "bytes.txt": "binary",
        "empty.txt": "empty",
        "folder.txt": "not_a_file",
        "good.md": "unknown_suffix",
        "line.txt": "too_large",
        "wrong.txt": "bad_sidecar",
    }
    assert json.loads(answer.out)["rows"]["documents"] == 1


def test_corrections_are_new_input_and_one_that_does_not_fit_stops_the_run(
    run: Callable, raw: Path, tmp_path: Path, rapporteur: Callable
) -> None:
    run()
    sql = "SELECT claim_id, act, corrected FROM claims WHERE text LIKE 'Many %'"
    (claim,) = json.loads(rapporteur("query", sql, "--json", "--dataset", tmp_path / "dataset").out)
    text = f"""
        [[correction]]
        claim = "{claim["claim_id"]}"
        reason = "a test"
        by = "A. Reader"
        expect = {{ act = "{claim["act"]}" }}
        set = {{ act = "support" }}
    """
    (raw / "good.corrections.toml").write_text(text)
    assert json.loads(run("--json").out)["version"] == "0.2.0"
    assert json.loads(run("--json").out)["status"] == "unchanged"
    shown = json.loads(rapporteur("query", sql, "--json", "--dataset", tmp_path / "dataset").out)
    assert shown == [{**claim, "act": "support", "corrected": True}]
    for wrong in (
        text.replace(f'act = "{claim["act"]}"', 'act = "thank"'),
        text.replace(claim["claim_id"], "good.c-0000000000"),
        text.replace("reason", "because"),
        text + "[[",
    ):
        (raw / "good.corrections.toml").write_text(wrong)
        answer = run()
        assert answer.code == 2
        (line,) = [line for line in answer.err.splitlines() if "corrections" in line]
        assert line.startswith("rapporteur: good.corrections.toml: ")
    assert [release.version for release in listed(tmp_path / "dataset")] == ["0.1.0", "0.2.0"]


def test_a_release_is_measured_by_the_reference_that_it_is_given(
    run: Callable, tmp_path: Path, rapporteur: Callable
) -> None:
    sentence = "The Chair thanked all delegations."
    claim = {"sentence": sentence, "text": sentence[:-1], "source": "The Chair", "cue": "thanked", "content": None}
    codes = {"holder": "named", "agreement": "one", "act": "thank", "modality": "none", "negated": False, "topics": []}
    gold = tmp_path / "gold"
    assert run("--gold", gold).code == 2
    gold.mkdir()
    unseen = json.loads(run("--json", "--gold", gold).out)["rows"]["quality"]  # figures that hold for every dataset
    (gold / "good.jsonl").write_text(json.dumps(claim | codes))
    measured = json.loads(run("--json", "--gold", gold).out)
    assert (measured["status"], measured["version"]) == ("published", "0.2.0")
    assert measured["rows"]["quality"] > unseen
    assert json.loads(run("--json", "--gold", gold).out)["status"] == "unchanged"
    sql = "SELECT n_reference, n_release, in_sample FROM quality WHERE field = 'full' AND in_sample IS NULL"
    (row,) = json.loads(rapporteur("query", sql, "--json", "--dataset", tmp_path / "dataset").out)
    assert row == {"n_reference": 1, "n_release": 2, "in_sample": None}
    (gold / "good.jsonl").write_text("no claim")
    answer = run("--gold", gold)
    assert answer.code == 2
    assert "good.jsonl: line 1: is not JSON" in answer.err


def test_a_folder_in_which_nothing_can_be_read_is_published_as_just_that(run: Callable, raw: Path) -> None:
    (raw / "good.txt").write_bytes(b"")
    answer = run("--json")
    assert answer.code == 4
    assert json.loads(answer.out)["rows"]["documents"] == 0


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: None], ids=["empty", "file", "missing"])
def test_a_raw_folder_that_is_none_is_wrong_usage(rapporteur: Callable, tmp_path: Path, make: Callable) -> None:
    make(tmp_path / "nothing")
    answer = rapporteur("run", "--raw", tmp_path / "nothing", "--dataset", tmp_path / "dataset")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "dataset").exists()


def test_a_dataset_folder_that_cannot_be_written_is_told_and_nothing_published(
    rapporteur: Callable, raw: Path, tmp_path: Path
) -> None:
    (tmp_path / "dataset").write_text("a file stands in the way")
    answer = rapporteur("run", "--raw", raw, "--dataset", tmp_path / "dataset")
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert str(tmp_path / "dataset") in answer.err


def test_ctrl_c_in_the_middle_ends_with_130_and_leaves_the_old_release(
    run: Callable, raw: Path, tmp_path: Path
) -> None:
    run()
    before = {path: path.read_bytes() for path in (tmp_path / "dataset" / "0.1.0").iterdir()}
    for number in range(400):
        (raw / f"{number}.txt").write_text(WORDS * 250)
    command = [RAPPORTEUR, "run", "--raw", str(raw), "--dataset", str(tmp_path / "dataset")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True, env=os.environ)
    deadline = time.monotonic() + 120
    while not list((tmp_path / "dataset").glob(".staging*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(2)  # from the loading of rules and models into the work on the files
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "interrupted" in said
    assert "Traceback" not in said
    assert {path: path.read_bytes() for path in (tmp_path / "dataset" / "0.1.0").iterdir()} == before
    assert [release.version for release in listed(tmp_path / "dataset")] == ["0.1.0"]
    assert not list((tmp_path / "dataset").glob(".staging*"))


def test_a_run_without_a_server_says_so_in_one_line_and_never_imports_prefect(raw: Path, tmp_path: Path) -> None:
    arguments = ["run", "--full", "--raw", str(raw), "--dataset", str(tmp_path / "dataset")]
    script = f"import sys; from flows.command import answer; print(answer({arguments!r}), 'prefect' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.splitlines()[-1] == "0 False", done.stderr
    assert done.stderr.count("Prefect") == 1
    assert not (tmp_path / ".rapporteur").exists()


def test_a_run_that_finds_nothing_new_imports_nothing_heavy(dataset: Path, raw_folder: Path) -> None:
    arguments = ["run", "--raw", str(raw_folder), "--dataset", str(dataset)]
    script = (
        f"import sys; import rapporteur.command; from flows.command import answer; answer({arguments!r}); "
        "print(*{'prefect', 'pandera', 'pandas', 'pyarrow', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ)
    said, imported = done.stdout.splitlines()
    assert said.startswith("nothing new since 0.1.0"), done.stderr
    assert imported == ""


def test_prefect_is_not_imported_where_nothing_runs(tmp_path: Path) -> None:
    for arguments in (["--help"], ["query", "SELECT 1", "--dataset", str(tmp_path)]):
        script = (
            f"import sys; from flows.command import answer; answer({arguments!r}); assert 'prefect' not in sys.modules"
        )
        assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0
