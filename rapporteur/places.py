"""Where a dataset lies: a folder of this machine, or an address such as s3://bucket/dataset, https:// or hf://.

Addresses need fsspec and its client for the store (`pip install s3fs`, `aiohttp`, `huggingface_hub`): the files are
then read by ranges, and not downloaded.
"""

from os import PathLike, fspath
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pyarrow.fs as pafs


class ReadError(Exception):
    """A dataset or a release that cannot be read; the message says where, and what to do."""


class Place:
    """A folder of a dataset, for reading."""

    def __init__(self, address: str | PathLike[str]) -> None:
        """Take a path or an address; raises ReadError where the client for such an address is not installed."""
        self.address = fspath(address).rstrip("/") or "/"
        self.is_remote = "://" in self.address
        self._store: Any = None
        if self.is_remote:
            try:
                import fsspec
            except ModuleNotFoundError:
                raise ReadError(f"{self.address}: install fsspec and its client for the store") from None
            try:
                self._store, root = fsspec.core.url_to_fs(self.address)
            except (ImportError, ValueError) as error:
                raise ReadError(f"{self.address}: {error}") from None
            # a store's paths have no scheme, but for http, where the address is the path
            self._root = str(root).rstrip("/")

    def __str__(self) -> str:
        """Return the address."""
        return self.address

    def path(self, *names: str) -> str:
        """Return the path of a file below it, as its store takes it."""
        return "/".join([self._root if self.is_remote else self.address, *names])

    def read(self, *names: str) -> bytes | None:
        """Return the content of a file below it, None where there is none; raises ReadError where it cannot be read."""
        path = self.path(*names)
        try:
            content: bytes = self._store.cat_file(path) if self.is_remote else Path(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from None
        return content

    def dataset(self, paths: list[str]) -> ds.Dataset:
        """Return Parquet files as a dataset of Arrow, of which only what is asked for is read."""
        store = pafs.PyFileSystem(pafs.FSSpecHandler(self._store)) if self.is_remote else None
        return ds.dataset(paths, format="parquet", filesystem=store)
