"""What there is to say of a release: its tables' files, its documents and their rights, and the dataset's own facts."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.intake.dataset_toml import Author, DatasetToml
from flows.publish.manifest import Imprint
from flows.publish.trust import trust
from schemas.release import TABLES

NOTHING_SAID = DatasetToml()


ANNOTATIONS = "the coding, offsets, identifiers and figures"


class Licence(NamedTuple):
    """A licence, and the part of the dataset that it is for."""

    covers: str
    spdx: str
    name: str
    url: str


class About(NamedTuple):
    """What holds for the dataset as a whole, in every release; what is not known is None."""

    name: str
    title: str
    description: str
    authors: tuple[Author, ...]
    keywords: tuple[str, ...]
    licences: Mapping[str, Licence]  # by what they cover: code, and annotations where they have one
    publisher: str | None = None
    doi: str | None = None
    homepage: str | None = None
    contact: str | None = None


class Rights(NamedTuple):
    """Documents of one licence note, and whether the release holds their words."""

    licence: str | None
    words: bool  # False where a sidecar says `redistribute = false`
    documents: tuple[str, ...]  # ids


class Described(NamedTuple):
    """A release as its metadata describes it."""

    imprint: Imprint
    about: About
    files: Mapping[str, Sequence[Mapping[str, Any]]]  # table -> entries as in a manifest: path, rows, bytes, sha256
    languages: tuple[str, ...]  # BCP 47
    rights: tuple[Rights, ...]
    trust: tuple[str, ...] = ()  # lines of Markdown: how far to trust it

    @property
    def licence(self) -> Licence | None:
        """The licence of the annotations."""
        return self.about.licences.get("annotations")

    def rows(self, table: str) -> int:
        """Rows of a table."""
        return sum(int(file["rows"]) for file in self.files[table])


@cache
def about(said: DatasetToml = NOTHING_SAID) -> About:
    """Return the dataset's own facts: what its `dataset.toml` says, else what `about.toml` does."""
    usual = tomllib.loads(Path(__file__).with_name("about.toml").read_text(encoding="utf-8"))
    licences = {part: Licence(**licence) for part, licence in usual["licences"].items()}
    if said.licence is not None:
        spdx = said.licence.spdx
        url = said.licence.url or f"https://spdx.org/licenses/{spdx}.html"
        licences = {"annotations": Licence(ANNOTATIONS, spdx, said.licence.name or spdx, url), **licences}
    return About(
        said.name or usual["name"],
        said.title or usual["title"],
        said.description or usual["description"],
        said.authors or tuple(Author(name=name) for name in usual["authors"]),
        said.keywords or tuple(usual["keywords"]),
        licences,
        said.publisher,
        said.doi,
        said.homepage,
        said.contact,
    )


def describe(
    imprint: Imprint, files: Sequence[Mapping[str, Any]], folder: Path, known: About | None = None
) -> Described:
    """Return what there is to say of a release whose tables stand in these files of a folder.

    `known` is what is known of the dataset as a whole.
    """
    by_table = {table: [file for file in files if file["table"] == table] for table in TABLES}
    documents = pq.ParquetDataset(_paths(folder, by_table["documents"])).read(["document_id", "licence", "language"])
    languages = {name for name in pc.unique(documents["language"]).to_pylist() if name}
    return Described(
        imprint,
        known or about(),
        by_table,
        tuple(sorted(languages)),
        _rights(documents, _withheld(_paths(folder, by_table["statements"]))),
        tuple(trust(row for path in _paths(folder, by_table["quality"]) for row in pq.read_table(path).to_pylist())),
    )


def _paths(folder: Path, files: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(folder / file["path"]) for file in files]


def _withheld(statements: Sequence[str]) -> set[str]:
    """Return the documents whose words are not published."""
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
