"""Rules of one's own: a folder of tables named as the built-in ones, whose rows are added, or replace others by id.

`rapporteur run --rules DIR`, or `rules/` beside the raw folder. A table has the columns of the built-in one;
`topics.csv` is a vocabulary of topics (flows/vocabularies.py). They are proved as all rules are, and decide the
fingerprint of a release. The choice is a variable of the environment, so that each process that works on the files has
it.
"""

import hashlib
import os
from pathlib import Path

from flows.errors import UsageError
from flows.intake.dataset_toml import beside, read_dataset_toml
from flows.storage import Place
from flows.vocabularies import CYBER, OWN_TOPICS, chosen, use_vocabularies

FOLDER = "rules"
TABLES = {
    "cues.csv": "words that say how a claim is held",
    "entities.csv": "organisations, instruments, groups and events that are named",
    "memberships.csv": "who was a member of which group, and when",
    "sources.csv": "words that name who holds a claim",
    "speaker_labels.csv": "how speakers are labelled before their turns",
    OWN_TOPICS: "topics and their words",
}
"""The tables that may be added to."""

_BUILT_IN = Path(__file__).parent
_CHOSEN, _WORDS = "RAPPORTEUR_OWN_RULES", "RAPPORTEUR_DEFAULT_WORDS"


def use_own(raw: Place, rules: Path | None = None) -> None:
    """Choose the vocabularies and rules that stand beside a raw folder, or the `rules` that are given.

    Raises UsageError for a folder that is not there, or holds a table that may not be added to; DatasetTomlError as
    `read_dataset_toml` does.
    """
    folder = beside(raw)
    found = rules if rules is not None else folder / FOLDER if folder is not None else None
    if rules is not None and not rules.is_dir():
        raise UsageError(f"{rules}: is no folder; --rules takes the folder with your tables")
    there = {path.name for path in found.glob("*.csv")} if found is not None and found.is_dir() else set()
    if unknown := sorted(there - TABLES.keys()):
        known = ", ".join(f"{name} ({what})" for name, what in TABLES.items())
        raise UsageError(f"{found}: {unknown[0]} is none of the tables that may be added to: {known}")
    if there and found is not None:
        os.environ[_CHOSEN] = str(found.resolve())
    else:
        os.environ.pop(_CHOSEN, None)
    own_topics = found.resolve() / OWN_TOPICS if found is not None and OWN_TOPICS in there else None
    said = read_dataset_toml(raw)[0]
    if said.redistribute is None:
        os.environ.pop(_WORDS, None)
    else:
        os.environ[_WORDS] = "published" if said.redistribute else "withheld"
    use_vocabularies(said.vocabularies, folder, own_topics)


def default_words() -> str | None:
    """Return what `dataset.toml` says of the words of texts whose sidecars do not say; None where it says nothing."""
    return os.environ.get(_WORDS)


def refuse_own_rules_on_dask(dask: str | None) -> None:
    """Raise UsageError where workers of a cluster, which have their own environment, would code by other rules."""
    if dask and (own_tables() or chosen() != (CYBER,)):
        raise UsageError("--dask works by the built-in rules and topics only; leave it out, or your own")


def own_table(name: str) -> Path | None:
    """Return one's own table of that name, None where there is none."""
    folder = os.environ.get(_CHOSEN)
    path = Path(folder, name) if folder and name in TABLES and name != OWN_TOPICS else None
    return path if path is not None and path.is_file() else None


def name_of(table: Path) -> str:
    """Return how a message names a table: a built-in one by its file name, one's own by its path."""
    return table.name if table.is_relative_to(_BUILT_IN) else str(table)


def own_tables() -> list[Path]:
    """Return all of one's own tables but that of topics."""
    return [path for name in sorted(TABLES) if (path := own_table(name)) is not None]


def own_rules_sha256() -> str | None:
    """Return the hash of one's own tables; None where there are none."""
    if not (tables := own_tables()):
        return None
    digest = hashlib.sha256()
    for path in tables:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
