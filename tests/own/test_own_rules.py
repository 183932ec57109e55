"""Topics and rules of one's own: chosen in one TOML, proved before the work, listed in the release."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.errors import UsageError
from flows.fingerprint import fingerprint
from flows.own_rules import use_own
from flows.vocabularies import chosen

TEXT = (
    "Many delegations called for access to clean water and sanitation. Our delegation plants mangroves on every coast. "
    "The Coastal Pact was welcomed by all.\n"
)
HEAD = "id,topic,description,words,act,weight,example,counterexample,comment\n"
TOPICS = HEAD + "coast.1,coasts,coasts and mangroves,mangrove*|coast,,14,mangroves,cost,\n"
ENTITIES = (
    "id,kind,names,example,counterexample,comment,source\n"
    "coastal-pact,instrument,Coastal Pact|the Pact on Coasts,Coastal Pact,a pact,,our own\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(TEXT)
    (tmp_path / "raw" / "a.toml").write_text('language = { value = "en", basis = "document" }\n')
    return tmp_path


@pytest.fixture(autouse=True)
def nothing_chosen(project: Path) -> Iterator[None]:
    """What a test chooses in this process is gone after it."""
    yield
    use_own(project / "raw")


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run in a process of its own: tables are read once in each."""
    command = [sys.executable, "-m", "rapporteur.command", "run", "--raw", "raw", "--dataset", "dataset", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_topics_title_and_rules_of_ones_own_come_with_one_toml_and_a_folder(folder: Path) -> None:
    (folder / "dataset.toml").write_text('title = "Ours"\nvocabularies = ["cyber", "sdg", "mine.csv"]\n')
    (folder / "mine.csv").write_text(TOPICS)
    (folder / "rules").mkdir()
    (folder / "rules" / "entities.csv").write_text(ENTITIES)
    done = run(folder)
    assert done.returncode == 0, done.stderr
    release = folder / "dataset" / "0.1.0"
    claims = pq.read_table(release / "claims.parquet").to_pylist()
    topics = {topic for claim in claims for topic in claim["topics"]}
    assert {"sdg_6", "coasts"} <= topics
    assert any("topic.coast.1" in claim["rules"] for claim in claims)
    known = set(pq.read_table(release / "topics.parquet")["topic"].to_pylist())
    assert {"norms", "sdg_13", "coasts"} <= known
    assert "coastal-pact" in pq.read_table(release / "entities.parquet")["entity_id"].to_pylist()
    assert "coastal-pact" in pq.read_table(release / "mentions.parquet")["entity_id"].to_pylist()
    listed = (release / "RULES.md").read_text(encoding="utf-8")
    assert "| `topic.coast.1` |" in listed and "## entities of one's own" in listed
    assert {"vocabularies", "own rules"} <= json.loads((release / "manifest.json").read_text())["fingerprint"].keys()
    assert "Ours" in (release / "README.md").read_text(encoding="utf-8")
    assert run(folder).stdout.startswith("nothing new")
    (folder / "mine.csv").write_text(TOPICS.replace("mangrove*|coast,,14,mangroves", "pact,,14,pact"))
    assert run(folder).stdout.startswith("published 0.2.0")


def test_a_rule_that_lies_stops_the_run_before_its_work(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "topics.csv").write_text(TOPICS.replace("14,mangroves", "14,oaks"))
    done = run(folder, "--rules", "own")
    assert done.returncode == 2
    assert "rule coast.1: its example is not matched: 'oaks'" in done.stderr
    assert not (folder / "dataset").exists() or not list((folder / "dataset").glob("0*"))


@pytest.mark.parametrize("table", ["topics.csv", "cues.csv"])
def test_a_table_of_ones_own_that_cannot_be_read_is_named_by_its_path(folder: Path, table: str) -> None:
    (folder / "own").mkdir()
    (folder / "own" / table).write_text("id,words\n1")
    done = run(folder, "--rules", "own")
    assert done.returncode == 2
    assert f"rapporteur: {folder / 'own' / table}: " in done.stderr


@pytest.mark.parametrize(
    ("toml", "files", "reason"),
    [
        ('vocabularies = ["cosmos"]', {}, "'cosmos' is no vocabulary .cyber, sdg, unbis. and no CSV file beside it"),
        ('vocabularies = ["none.csv"]', {}, "no CSV file beside it"),
        ("vocabularies = []", {}, "vocabularies"),
        ("", {"rules/colours.csv": "id\n"}, "colours.csv is none of the tables that may be added to: cues.csv"),
    ],
)
def test_a_mistake_is_told_in_one_line(folder: Path, toml: str, files: dict[str, str], reason: str) -> None:
    (folder / "dataset.toml").write_text(toml)
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
    with pytest.raises(UsageError, match=reason):
        use_own(folder / "raw")


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match="is no folder; --rules takes"):
        use_own(folder / "raw", folder / "nowhere")


def test_what_is_chosen_decides_the_fingerprint_by_its_content(folder: Path) -> None:
    before = fingerprint()
    (folder / "dataset.toml").write_text('vocabularies = ["sdg", "mine.csv"]')
    (folder / "mine.csv").write_text(TOPICS)
    use_own(folder / "raw")
    assert [Path(one).name for one in chosen()] == ["sdg.csv", "mine.csv"]
    one = fingerprint()
    (folder / "mine.csv").write_text(TOPICS + "coast.2,coasts,coasts and mangroves,tide,,14,tide,,\n")
    other = fingerprint()
    assert {name for name in one if one.get(name) != before.get(name)} == {"vocabularies"}
    assert {name for name in one if one[name] != other[name]} == {"vocabularies"}


def test_the_table_that_the_page_shows_is_one(project: Path, folder: Path) -> None:
    page = (project / "docs" / "topics.md").read_text(encoding="utf-8")
    shown = page.split("```text\n")[1].split("```")[0]
    (folder / "my-topics.csv").write_text(shown)
    (folder / "dataset.toml").write_text(page.split("```toml\n")[1].split("```")[0])
    code = (
        "from pathlib import Path; from flows.own_rules import use_own; use_own(Path('raw'));"
        "from flows.code.topics import topics; from flows.code.lang.proof import prove_language; prove_language('en');"
        "print('coasts' in topics(), 'sdg_17' in topics())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.stdout == "True True\n", done.stderr
