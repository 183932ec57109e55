#!/usr/bin/env python3
"""Fail where a public release in dataset/ is not what the commit had that first listed it.

    .ci/check_releases.py [REPOSITORY]

A public release is never written again: its folder, and its entry in `releases.json`, stay as they were published. That
is the first commit of the main line (first parents) whose list names the release. 1.0.0 and 1.0.1 were written again
before there was this check, and count as they stand in FIXED. A withdrawn release has no folder any more, and keeps its
entry. What cannot be checked, as in a shallow clone, is said, and fails nothing.
"""

import json
import subprocess
import sys
from pathlib import Path

LIST = "dataset/releases.json"
FIXED = dict.fromkeys(("1.0.0", "1.0.1"), "80e4629bddca7fc808dbe0fc8df4acc22054243d")


def main(repository: Path) -> int:
    """Print what is wrong, and what could not be checked; the exit code is 1 where something is wrong."""
    problems, unchecked, checked = check(repository)
    for line in unchecked:
        print(f"not checked: {line}")
    for line in problems:
        print(f"CHANGED: {line}", file=sys.stderr)
    if problems:
        print("A public release is never written again: publish a new version (docs/releases.md).", file=sys.stderr)
    elif checked:
        print(f"as first listed: {', '.join(checked)}")
    return 1 if problems else 0


def check(repository: Path) -> tuple[list[str], list[str], list[str]]:
    """Return what is wrong, what could not be checked, and the versions that are as they were."""
    if git(repository, "rev-parse", "--git-dir") is None:
        return [], [f"{repository} is no git repository: whether public releases were changed cannot be told"], []
    shallow = git(repository, "rev-parse", "--is-shallow-repository") == "true"
    here = entries((repository / LIST).read_text(encoding="utf-8")) if (repository / LIST).is_file() else {}
    first, oldest = first_listed(repository)
    problems: list[str] = []
    unchecked: list[str] = []
    checked: list[str] = []
    for version in sorted(here.keys() | first.keys(), key=numbers):
        if numbers(version) < (1, 0, 0):
            continue
        commit = FIXED.get(version) or first.get(version)
        if commit is None:
            continue  # not committed yet
        if git(repository, "cat-file", "-e", f"{commit}^{{commit}}") is None:
            commit = first.get(version)
            unchecked.append(f"{version}: {FIXED[version][:7]}, as which it counts, is not in this clone")
            if commit is None:
                continue
        elif version not in FIXED and shallow and commit == oldest:
            unchecked.append(
                f"{version}: the commit that first listed it is not in this shallow clone; compared with {commit[:7]}"
            )
        wrong = [*differences(repository, commit, version, here.get(version))]
        problems += wrong
        if not wrong:
            checked.append(version)
    return problems, unchecked, checked


def first_listed(repository: Path) -> tuple[dict[str, str], str | None]:
    """Return version -> the first commit of the main line that lists it, and the oldest commit that there is."""
    commits = (git(repository, "rev-list", "--first-parent", "--reverse", "HEAD") or "").split()
    touching = (git(repository, "rev-list", "--first-parent", "--reverse", "HEAD", "--", LIST) or "").split()
    found: dict[str, str] = {}
    for commit in dict.fromkeys([*commits[:1], *touching]):
        for version in entries(git(repository, "show", f"{commit}:{LIST}") or ""):
            found.setdefault(version, commit)
    return found, commits[0] if commits else None


def differences(repository: Path, commit: str, version: str, entry: dict[str, str] | None) -> list[str]:
    """Return how a release in the working tree differs from what it was in a commit."""
    folder = f"dataset/{version}"
    was = entries(git(repository, "show", f"{commit}:{LIST}") or "").get(version)
    if entry is None:
        return [f"{LIST}: no longer lists {version}, which {commit[:7]} lists"]
    found = [
        f"{LIST}: {version} has the {key} {entry.get(key)}, in {commit[:7]} {was.get(key)}"
        for key in ("date", "sha256")
        if was is not None and entry.get(key) != was.get(key)
    ]
    if "withdrawn" in entry:
        return found
    changed = git(repository, "diff", "--name-status", "--no-renames", commit, "--", folder) or ""
    surplus = git(repository, "ls-files", "--others", "--", folder) or ""
    told = {"A": "added", "D": "removed", "M": "changed", "T": "changed"}
    for line in changed.splitlines():
        kind, path = line.split("\t")
        found.append(f"{path}: {told.get(kind, kind)} since {commit[:7]}")
    return found + [f"{path}: added since {commit[:7]}" for path in surplus.splitlines()]


def entries(text: str) -> dict[str, dict[str, str]]:
    """Return the entries of a list of releases, by version; {} for what is none."""
    try:
        return {entry["version"]: entry for entry in json.loads(text)["releases"]}
    except (ValueError, KeyError, TypeError):
        return {}


def numbers(version: str) -> tuple[int, ...]:
    """Return MAJOR, MINOR and PATCH."""
    return tuple(int(part) for part in version.split("."))


def git(repository: Path, *arguments: str) -> str | None:
    """Return what git prints, None where it fails."""
    done = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
