"""What there is to say of a release: its tables' files, its documents and their rights, and the dataset's own facts."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.publish.manifest import Imprint
from schemas.release import TABLES


class Licence(NamedTuple):
    """A licence, and the part of the dataset that it is for."""

    covers: str
    spdx: str
    name: str
    url: str


class About(NamedTuple):
    """What holds for the dataset as a whole, in every release."""

    name: str
    title: str
    description: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    licences: Mapping[str, Licence]  # by what they cover: annotations, code


class Rights(NamedTuple):
    """Documents of one licence note, and whether the release holds their words."""

    licence: str | None
    words: bool  # False where a sidecar says `redistribute = false`
    documents: tuple[str, ...]  # ids


class Described(NamedTuple):
    """A release as its metadata describes it."""

    imprint: Imprint
    files: Mapping[str, Sequence[Mapping[str, Any]]]  # table -> entries as in a manifest: path, rows, bytes, sha256
    languages: tuple[str, ...]  # BCP 47
    rights: tuple[Rights, ...]

    def rows(self, table: str) -> int:
        """Rows of a table."""
        return sum(int(file["rows"]) for file in self.files[table])


@cache
def about() -> About:
    """The dataset's own facts."""
    known = tomllib.loads(Path(__file__).with_name("about.toml").read_text(encoding="utf-8"))
    licences = {part: Licence(**licence) for part, licence in known["licences"].items()}
    return About(
        known["name"], known["title"], known["description"], (*known["authors"],), (*known["keywords"],), licences
    )


def describe(imprint: Imprint, files: Sequence[Mapping[str, Any]], folder: Path) -> Described:
    """What there is to say of a release whose tables stand in these files of a folder."""
    by_table = {table: [file for file in files if file["table"] == table] for table in TABLES}
    documents = pq.ParquetDataset(_paths(folder, by_table["documents"])).read(["document_id", "licence", "language"])
    languages = {name for name in pc.unique(documents["language"]).to_pylist() if name}
    return Described(
        imprint,
        by_table,
        tuple(sorted(languages)),
        _rights(documents, _withheld(_paths(folder, by_table["statements"]))),
    )


def _paths(folder: Path, files: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(folder / file["path"]) for file in files]


def _withheld(statements: Sequence[str]) -> set[str]:
    """The documents whose words are not published."""
    withheld: set[str] = set()
    for path in statements:
        with pq.ParquetFile(path) as file:
            for number in range(file.num_row_groups):
                # most have all their words, as their statistics tell without a look at them
                if _nulls(file.metadata.row_group(number), "text"):
                    rows = file.read_row_group(number, ["document_id", "text"])
                    withheld.update(rows.filter(pc.is_null(rows["text"]))["document_id"].to_pylist())
    return withheld


def _nulls(group: pq.RowGroupMetaData, name: str) -> int:
    """How many values of a column are NULL in a row group, as its writer counted."""
    columns = map(group.column, range(group.num_columns))
    return sum(column.statistics.null_count for column in columns if column.path_in_schema == name)


def _rights(documents: pa.Table, withheld: Collection[str]) -> tuple[Rights, ...]:
    ids: dict[tuple[str | None, bool], list[str]] = {}
    for name, licence in zip(documents["document_id"].to_pylist(), documents["licence"].to_pylist(), strict=True):
        ids.setdefault((licence, name not in withheld), []).append(name)
    found = [Rights(licence, words, tuple(sorted(names))) for (licence, words), names in ids.items()]
    return tuple(sorted(found, key=lambda rights: (rights.licence or "", rights.words)))
