"""Continuous integration fails where a public release is not what the commit had that first listed it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CHECK = Path(__file__).parents[2] / ".ci" / "check_releases.py"


class Repository:
    """A git repository with a dataset folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str) -> str:
        named = ("-c", "user.name=A. Reader", "-c", "user.email=reader@example.org", "-c", "commit.gpgsign=false")
        command = ["git", "-C", str(self.folder), *named, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def publish(self, version: str, text: str = "rows") -> None:
        release = self.folder / "dataset" / version
        release.mkdir(parents=True, exist_ok=True)
        (release / "claims.parquet").write_text(text)
        (release / "SHA256SUMS").write_text(f"{text}  claims.parquet\n")
        path = self.folder / "dataset" / "releases.json"
        told = json.loads(path.read_text()) if path.exists() else {"releases": []}
        told["releases"] = [entry for entry in told["releases"] if entry["version"] != version]
        told["releases"].append({"version": version, "date": "2027-01-01", "sha256": text})
        told["latest"] = version
        path.write_text(json.dumps(told))

    def change_entry(self, version: str, **change: str) -> None:
        path = self.folder / "dataset" / "releases.json"
        told = json.loads(path.read_text())
        for entry in told["releases"]:
            if entry["version"] == version:
                entry.update(change)
        path.write_text(json.dumps(told))

    def commit(self, message: str = "data") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def check(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, str(CHECK), str(self.folder)], capture_output=True, text=True)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """0.1.0, then 2.0.0 and 2.1.0, each in a commit of its own, and one more commit."""
    made = Repository(tmp_path / "repository")
    for version in ("0.1.0", "2.0.0", "2.1.0"):
        made.publish(version)
        made.commit()
    (made.folder / "code.py").write_text("x = 1\n")
    made.commit("code")
    return made


def change_a_file(made: Repository) -> None:
    (made.folder / "dataset/2.0.0/claims.parquet").write_text("others")


def remove_a_file(made: Repository) -> None:
    (made.folder / "dataset/2.0.0/claims.parquet").unlink()


def add_a_file(made: Repository) -> None:
    (made.folder / "dataset/2.0.0/more.parquet").write_text("more")


def make_it_anew(made: Repository) -> None:
    made.publish("2.0.0", "others")


def unlist_it(made: Repository) -> None:
    path = made.folder / "dataset/releases.json"
    told = json.loads(path.read_text())
    told["releases"] = [entry for entry in told["releases"] if entry["version"] != "2.0.0"]
    path.write_text(json.dumps(told))


def remove_it(made: Repository) -> None:
    shutil.rmtree(made.folder / "dataset/2.0.0")


def date_it_otherwise(made: Repository) -> None:
    made.change_entry("2.0.0", date="2027-02-02")


def test_what_is_as_it_was_published_passes(repository: Repository) -> None:
    repository.publish("2.2.0")  # not committed yet
    done = repository.check()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "as first listed: 2.0.0, 2.1.0\n"


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(
    "change", [change_a_file, remove_a_file, add_a_file, make_it_anew, unlist_it, remove_it, date_it_otherwise]
)
def test_what_was_written_again_fails_and_is_named(
    repository: Repository, change: Callable[[Repository], None], committed: bool
) -> None:
    change(repository)
    if committed:
        repository.commit("release 2.0.0 remade")
    done = repository.check()
    assert done.returncode == 1
    assert "2.0.0" in done.stderr
    assert "2.1.0" not in done.stderr
    assert "publish a new version" in done.stderr


def test_before_going_public_a_release_may_go(repository: Repository) -> None:
    shutil.rmtree(repository.folder / "dataset/0.1.0")
    assert repository.check().returncode == 0


def test_a_withdrawn_release_has_no_folder_and_keeps_its_entry(repository: Repository) -> None:
    remove_it(repository)
    repository.change_entry("2.0.0", withdrawn="a court said so")
    repository.commit()
    assert repository.check().returncode == 0
    date_it_otherwise(repository)
    assert repository.check().returncode == 1


def test_a_release_counts_as_the_main_line_first_had_it(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "work")
    repository.publish("3.0.0", "a first try")
    repository.commit()
    repository.publish("3.0.0", "as it is meant")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "work")
    assert repository.check().stdout == "as first listed: 2.0.0, 2.1.0, 3.0.0\n"
    repository.publish("3.0.0", "another")
    assert repository.check().returncode == 1


def test_a_shallow_clone_says_what_could_not_be_checked(repository: Repository, tmp_path: Path) -> None:
    clone = Repository(tmp_path / "clone")
    shutil.rmtree(clone.folder)
    subprocess.run(
        ["git", "clone", "--quiet", "--depth", "1", f"file://{repository.folder}", str(clone.folder)], check=True
    )
    done = clone.check()
    assert done.returncode == 0
    assert "not checked: 2.0.0: the commit that first listed it is not in this shallow clone" in done.stdout
    change_a_file(clone)
    assert clone.check().returncode == 1


def test_outside_of_git_it_says_that_nothing_could_be_checked(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(CHECK), str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0
    assert "is no git repository" in done.stdout


def test_the_releases_of_this_repository_are_as_they_were_published(project: Path) -> None:
    done = subprocess.run([sys.executable, str(CHECK), str(project)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_ci_runs_it_first(project: Path) -> None:
    lines = (project / ".ci" / "run").read_text().splitlines()
    assert lines.index("python3 .ci/check_releases.py") < lines.index("make test")
