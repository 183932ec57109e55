"""Which version of this software is at work: of the package, and of the repository where it runs from one."""

import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import flows


class CodeVersion(NamedTuple):
    """A version of this software."""

    package: str
    commit: str | None  # None where it does not run from a clone of its repository
    modified: bool | None  # whether the code there is another than the commit's


@cache
def code_version() -> CodeVersion:
    """Return the version of the code that runs."""
    root = code_root()
    commit = _git(root, "rev-parse", "HEAD") if (root / ".git").exists() else None
    ours = ("flows", "schemas", "rapporteur", "requirements.lock")
    changed = _git(root, "status", "--porcelain", "--", *ours) if commit else None
    return CodeVersion(version("rapporteur"), commit, None if changed is None else bool(changed))


def code_root() -> Path:
    """Return the folder that the packages stand in: of a clone, or of an environment."""
    return Path(flows.__path__[0]).parent


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git prints, None where there is no git or it fails."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
