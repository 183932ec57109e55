"""A rule table that cannot be used stops a run before its work, with table, row and reason in one line."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import flows
import schemas

TABLES = sorted(
    name
    for path in Path(flows.__path__[0]).rglob("*.csv")
    # licences, measured figures and vocabularies that a dataset chooses: no rules of every run
    if not (name := path.relative_to(flows.__path__[0]).as_posix()).startswith(
        ("attest/", "measure/", "confidence", "code/confidence", "code/lang/en/vocabularies/")
    )
)
# Tables of words have no examples; tests/code/test_word_tables.py breaks these.
WITH_EXAMPLES = [table for table in TABLES if not table.startswith("code/lang/")]

# Breaks each table in turn, as the arguments say, and tells what a run would say of it.
BREAK_EACH = """
import csv, functools, json, sys
from pathlib import Path
import flows
from flows.rule_tables import prove_rule_tables
from flows.rules import RuleError

def forget(folder):
    for name, module in list(sys.modules.items()):
        if name.startswith(folder):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()

prove_rule_tables()
told = {}
for table in sys.argv[1:]:
    path = Path(flows.__path__[0]) / table
    sound = path.read_text(encoding="utf-8")
    rows = list(csv.DictReader(sound.splitlines()))
    next(row for row in rows if row["example"])["example"] = "xyzzy"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    forget("flows." + table.partition("/")[0].removesuffix(".csv"))
    forget("flows.segment")
    forget("flows.rule_tables")
    try:
        prove_rule_tables()
    except RuleError as error:
        told[table] = str(error)
    path.write_text(sound, encoding="utf-8")
print(json.dumps(told))
"""

SEE_WHAT_IS_READ = """
import sys
from pathlib import Path
import flows
root, read = Path(flows.__path__[0]), set()
sys.addaudithook(lambda event, args: read.add(Path(str(args[0]))) if event == "open" else None)
from flows.rule_tables import prove_rule_tables
prove_rule_tables()
print(*sorted(path.relative_to(root).as_posix() for path in read if path.suffix == ".csv" and root in path.parents))
"""

# The first argument says in what the latest release's fingerprint differs; is the table of cues read to be proved?
SEE_WHAT_IS_PROVED = """
import json, sys
from pathlib import Path
from flows.fingerprint import fingerprint
from flows.rule_proof import prove_new_rule_tables
origin = fingerprint()
released = {**origin, "gold": "measured by another reference", **json.loads(sys.argv[1])}
dataset = Path(sys.argv[2])
(dataset / "0.1.0").mkdir(parents=True)
entry = {"version": "0.1.0", "date": "2026-01-01", "sha256": "0" * 64}
(dataset / "releases.json").write_text(json.dumps({"latest": "0.1.0", "releases": [entry]}))
manifest = dict.fromkeys(("version", "schema_version", "date", "previous", "files", "raw"), "")
(dataset / "0.1.0" / "manifest.json").write_text(json.dumps({**manifest, "fingerprint": released}))
read = set()
sys.addaudithook(lambda event, args: read.add(Path(str(args[0])).name) if event == "open" else None)
for _ in range(2):
    prove_new_rule_tables(dataset, origin)
    print("cues.csv" in read)
    read.clear()
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with a copy of the packages, to be put in front of the module path."""
    for package in (flows, schemas):
        source = Path(package.__path__[0])
        shutil.copytree(source, tmp_path / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs").mkdir()
    shutil.copy(Path(__file__).parents[1] / "docs" / "codebook.md", tmp_path / "docs")
    return tmp_path


def python(packages: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=packages,
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_table_is_read(project: Path) -> None:
    assert python(project, SEE_WHAT_IS_READ).stdout.split() == TABLES


def test_rules_that_made_the_latest_release_are_not_proved_again(project: Path, tmp_path: Path) -> None:
    def proved(**of_release: str) -> list[str]:
        dataset = tmp_path / (*of_release, "same")[0]
        return python(project, SEE_WHAT_IS_PROVED, json.dumps(of_release), str(dataset)).stdout.split()

    assert proved() == ["False", "False"]
    assert proved(rules="others") == ["True", "False"]  # and once in a process
    assert proved(code="other") == ["True", "False"]


def test_tables_can_be_proved_in_a_process_that_is_ready_and_are_told_as_here(copied: Path) -> None:
    with (copied / "flows" / "code" / "rules" / "acts.csv").open("a") as table:
        table.write("cut off\n")
    script = """
from pathlib import Path
from flows.rule_proof import prove_new_rule_tables
prove_new_rule_tables(Path(), {"rules": "new"}, elsewhere=%s)
"""
    here, elsewhere = (python(copied, script % shared).stderr for shared in (False, True))
    assert "RuleError: acts.csv: line" in here.splitlines()[-1]
    assert elsewhere.splitlines()[-1] == here.splitlines()[-1]


def test_in_every_table_an_example_that_its_rule_does_not_take_is_told(copied: Path) -> None:
    done = python(copied, BREAK_EACH, *WITH_EXAMPLES)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert sorted(told) == WITH_EXAMPLES
    for table, message in told.items():
        assert message.startswith(f"{Path(table).name}: rule ")
        assert "xyzzy" in message
        assert "\n" not in message


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("code/rules/cues.csv", "example", None, "row 1: column 'example' is missing"),
        ("clean/furniture.csv", "reason", None, "row 1: column 'reason' is missing"),
        ("segment/turn_cues.csv", "id", "{0[id]}", "is repeated"),
        ("code/lang/en/verbs.csv", "act", "worry", "act: 'worry' is not one of"),
        ("code/rules/constructions.csv", "pattern", "(unclosed", "the pattern does not compile"),
        ("code/rules/splits.csv", "joint", "(unclosed", "the pattern does not compile"),
        ("clean/markup.csv", "pattern", "(unclosed", "pattern does not compile"),
        ("segment/speaker_labels.csv", "pattern", "(unclosed", "the pattern does not compile"),
        ("code/lang/en/topics.csv", "weight", "much", "is not a whole number"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_in_one_line(
    copied: Path, table: str, column: str, value: str | None, told: str
) -> None:
    spoil(copied / "flows" / table, column, value)
    done = python(copied, "from flows.rule_tables import prove_rule_tables; prove_rule_tables()")
    (last,) = done.stderr.splitlines()[-1:]
    assert last.startswith(f"flows.rules.RuleError: {Path(table).name}: ")
    assert told in last


def test_the_command_ends_with_2_and_publishes_nothing(copied: Path) -> None:
    spoil(copied / "flows" / "code" / "rules" / "acts.csv", "pattern", "(unclosed")
    (copied / "raw").mkdir()
    (copied / "raw" / "a.txt").write_text("We need peace.")
    done = python(copied, "from flows.command import main; main()", "run")
    assert done.returncode == 2
    *_, line = done.stderr.splitlines()
    assert line.startswith("rapporteur: acts.csv: rule act.")
    assert "does not compile" in line
    assert not (copied / "dataset").exists()


def spoil(table: Path, column: str, value: str | None) -> None:
    """Take a column away, or put a value into it in the last row; "{0[id]}" is the id of the first."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if value is None:
        rows = [{name: cell for name, cell in row.items() if name != column} for row in rows]
    else:
        rows[-1][column] = value.format(rows[0])
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
