"""A release's tables, open to SQL; what the SQL says can neither change them nor reach anything else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from errno import EACCES
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NoReturn

import duckdb
from fsspec import AbstractFileSystem

from flows.publish.database import parquet_files
from flows.publish.manifest import read_manifest
from flows.publish.releases import DatasetError, Release, find
from flows.publish.views import VIEWS
from flows.storage import reaching
from rapporteur.views import create_views

_PROTOCOL = "release"
# In the order in which they are set: after the last one, none can be changed.
_LOCKED = (
    f"SET allowed_directories = ['{_PROTOCOL}://']",
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)


class ReleaseFiles(AbstractFileSystem):  # type: ignore[misc]
    """The files of a release's tables by name, and nothing else, for reading: DuckDB's own limits do not stop COPY."""

    protocol = _PROTOCOL
    cachable = False

    def __init__(self, files: Mapping[str, Path]) -> None:
        """Serve the files, by name."""
        super().__init__()
        self.files = files

    def open(self, path: str, mode: str = "rb", **_: object) -> BinaryIO:
        """Open a file for reading; raise PermissionError for anything else."""
        if mode != "rb":
            _refuse(path)
        return self._found(path).open("rb")

    def info(self, path: str, **_: object) -> dict[str, object]:
        """Return name, type and size, as fsspec wants them."""
        return {"name": path, "type": "file", "size": self._found(path).stat().st_size}

    def exists(self, path: str, **_: object) -> bool:
        """Tell whether it is a file of the release."""
        return self._strip_protocol(path) in self.files

    def modified(self, path: str) -> datetime:
        """Return when it was written; a release is never written again."""
        return datetime.fromtimestamp(0, UTC).replace(tzinfo=None)

    def glob(self, path: str, **_: object) -> list[str]:
        """Return the path where it is a file of the release: names are taken as they are."""
        return [path] if self.exists(path) else []

    def _found(self, path: str) -> Path:
        if (found := self.files.get(self._strip_protocol(path))) is None:
            raise FileNotFoundError(path)
        return found

    def mkdir(self, path: str, *_: object, **__: object) -> NoReturn:
        """Raise PermissionError, as for each of what follows."""
        _refuse(path)

    makedirs = rm = rm_file = mv = mkdir


def _refuse(path: str) -> NoReturn:
    raise PermissionError(EACCES, "a release is read only", path)


@contextmanager
def open_tables(dataset: Path, release: str | None, unsafe: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection with one view per table of the release, over its Parquet files (the latest where None).

    The views and macros of `views.sql` are there, too, where the release has them, but for those that an early one
    cannot have. SQL reads nothing but these files,
    writes none, and changes no setting, unless it may be `unsafe`.

    A release in a store is not copied: DuckDB reads what it needs of it. Raises what flows.publish.releases.find raises
    where there is no such release, DatasetError where its manifest is damaged.
    """
    with reaching(dataset):
        found = find(dataset, release)
        tables = table_files(found)
    files = {path.name: path for paths in tables.values() for path in paths}
    with TemporaryDirectory() as spill, duckdb.connect(config={"temp_directory": spill}) as connection:
        connection.register_filesystem(ReleaseFiles(files))
        for table, paths in tables.items():
            names = [f"{_PROTOCOL}://{path.name}" for path in paths]
            connection.execute(f"CREATE VIEW {table} AS FROM {parquet_files(names)}")
        if (found.folder / VIEWS).is_file():
            create_views(connection)
        if not unsafe:
            for setting in _LOCKED:
                connection.execute(setting)
        yield connection


def table_files(release: Release) -> dict[str, list[Path]]:
    """Return the files of each table, as the manifest has them: a file that it does not list is none of the release.

    Raises DatasetError for a manifest that cannot be read, or with a name that leads out of the folder.
    """
    tables: dict[str, list[Path]] = {}
    for file in read_manifest(release)["files"]:
        if "table" in file:
            if Path(file["path"]).name != file["path"]:
                raise DatasetError(
                    f"{release.folder}: manifest.json names {file['path']!r}, which is no file of a release"
                )
            tables.setdefault(file["table"], []).append(release.folder / file["path"])
    return tables
