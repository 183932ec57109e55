"""What a run ended with."""

from pathlib import Path
from typing import Any, NamedTuple

from flows.publish.manifest import read_manifest, rows_of
from flows.publish.releases import find, listed
from flows.publish.staging import clear_left, open_staging
from flows.storage import is_remote

_SAID = {
    "published": "published {}",
    "identical": "identical to {}: nothing to publish",
    "unchanged": "nothing new since {}",
    "dry_run": "would publish {}",
}


class Outcome(NamedTuple):
    """The release that stands after a run, and how it came to."""

    version: str
    status: str  # published; identical (made again, the same); unchanged (not made again); dry_run
    rows: dict[str, int]  # table -> rows
    quarantined: int  # rows of quarantine
    difference: str | None = None  # of a dry run: the changelog's entry

    def as_dict(self) -> dict[str, Any]:
        """As JSON shows it."""
        return {name: value for name, value in self._asdict().items() if value is not None}

    def as_text(self) -> str:
        """As one line."""
        counted = ", ".join(f"{self.rows[name]} {name}" for name in ("documents", "statements", "claims"))
        refused = f", {self.quarantined} in quarantine" if self.quarantined else ""
        line = f"{_SAID[self.status].format(self.version)} ({counted}{refused})"
        return f"{line}\n\n{self.difference}" if self.difference else line


def unchanged(dataset: Path, dry_run: bool = False) -> Outcome:
    """Return the outcome where nothing is new.

    `rapporteur.duckdb` is made again where it is not that of the release, and what killed runs left is removed; but a
    `dry_run` leaves all as it is.
    """
    from flows.publish.duckdb_file import is_current, refresh
    from flows.publish.feed import is_told

    release = find(dataset)
    if not dry_run and not is_remote(dataset):
        current, told = is_current(dataset, release), is_told(dataset, listed(dataset))
        if current and told:
            clear_left(dataset)
        else:
            with open_staging(dataset) as staging:
                if not current:
                    refresh(dataset, release, staging)
                from flows.publish.news import tell_news  # imports Arrow and pandera

                tell_news(dataset, staging)
    rows = rows_of(read_manifest(release))
    return Outcome(release.version, "unchanged", rows, rows["quarantine"])
