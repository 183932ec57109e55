"""Which vocabularies of topics a run codes by: `cyber` where nobody chooses, others by name, or tables of one's own.

`dataset.toml` chooses: `vocabularies = ["cyber", "sdg", "my-topics.csv"]`. A table of one's own stands beside it, with
the columns of flows/code/lang/en/vocabularies/sdg.csv. The choice is a variable of the environment, so that each
process that works on the files has it.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from flows.errors import UsageError

CYBER, OWN_TOPICS = "cyber", "topics.csv"
TABLES = Path(__file__).parent / "code" / "lang" / "en" / "vocabularies"

_CHOSEN = "RAPPORTEUR_TOPIC_TABLES"


def use_vocabularies(names: Sequence[str] | None, beside: Path | None, own: Path | None = None) -> None:
    """Choose the vocabularies that a `dataset.toml` names, whose folder is `beside`; None chooses `cyber`.

    `own` is a further table. Raises UsageError for a name of no such table.
    """
    if names is None and own is None:
        os.environ.pop(_CHOSEN, None)
        return
    found = [CYBER if name == CYBER else _table(name, beside) for name in dict.fromkeys(names or (CYBER,))]
    found += [own] if own is not None else []
    os.environ[_CHOSEN] = os.pathsep.join(map(str, found))


def chosen() -> tuple[str, ...]:
    """Return what was chosen: `cyber`, and paths of tables."""
    told = os.environ.get(_CHOSEN)
    return tuple(told.split(os.pathsep)) if told else (CYBER,)


def vocabularies_sha256() -> str | None:
    """Return the hash of what was chosen, tables by their content; None of `cyber` alone, which is the code's own."""
    if chosen() == (CYBER,):
        return None
    digest = hashlib.sha256()
    for one in chosen():
        content = b"" if one == CYBER else Path(one).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{Path(one).name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _table(name: str, beside: Path | None) -> Path:
    built_in = TABLES / f"{name}.csv"
    if "/" not in name and built_in.is_file():
        return built_in
    own = beside / name if beside is not None else None
    if own is None or not name.endswith(".csv") or not own.is_file():
        known = ", ".join([CYBER, *sorted(path.stem for path in TABLES.glob("*.csv"))])
        raise UsageError(f"dataset.toml: vocabularies: {name!r} is no vocabulary ({known}) and no CSV file beside it")
    return own.resolve()
