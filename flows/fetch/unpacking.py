"""Archives and gzip unpacked within limits: of files, of bytes, and of nothing that is not a plain file."""

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from flows.intake.sources import MAX_BYTES

_CHUNK = 1 << 20
_RATIO = 200  # unpacked to packed; text compresses 3 to 10 times, a bomb a thousand times
_RATIO_FROM = 16 << 20  # bytes below which no ratio is looked at

Wanted = Callable[[str], bool]


class ArchiveError(ValueError):
    """A file that is no archive, or a damaged one."""


class TooLargeError(ArchiveError):
    """What unpacks to more than its limit."""


def gunzip(content: bytes, limit: int) -> bytes:
    """Return what gzip holds; raise TooLargeError over the limit, ValueError where it is damaged."""
    stream = zlib.decompressobj(31)
    try:
        whole = stream.decompress(content, limit + 1)
    except zlib.error as error:
        raise ValueError(f"gzip is damaged: {error}") from None
    if len(whole) > limit:
        raise TooLargeError(f"unpacks to more than {limit:,} bytes")
    if not stream.eof:
        raise ValueError("gzip is cut short")
    return whole


def members(file: Path, max_files: int, max_bytes: int, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each plain file, in the archive's order; b"" for one that is not wanted.

    Links, devices and folders are passed over. Raises TooLargeError over a limit, ArchiveError for a damaged archive.
    """
    budget = _Budget(max_files, max_bytes, file.stat().st_size)
    if zipfile.is_zipfile(file):
        yield from _of_zip(file, budget, wanted)
    else:
        yield from _of_tar(file, budget, wanted)


class _Budget:
    """What may still be unpacked."""

    def __init__(self, files: int, size: int, packed: int) -> None:
        self.files, self.size, self.packed = files, size, packed
        self.taken = self.unpacked = 0

    def take(self, name: str, size: int) -> None:
        """Count a file; raise TooLargeError where it is one too many."""
        self.taken += 1
        self.unpacked += size
        if self.taken > self.files:
            raise TooLargeError(f"holds more than {self.files:,} files")
        if size > MAX_BYTES:
            raise TooLargeError(f"{name}: {size:,} bytes, over the limit of a raw file of {MAX_BYTES:,}")
        if self.unpacked > self.size:
            raise TooLargeError(f"unpacks to more than {self.size:,} bytes")
        if self.unpacked > max(_RATIO * self.packed, _RATIO_FROM):
            raise TooLargeError(f"unpacks to more than {_RATIO} times its size")


def _of_tar(file: Path, budget: _Budget, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(file, "r|*") as archive:  # a stream: memory stays flat
            for member in archive:
                if not member.isreg():
                    continue
                budget.take(member.name, member.size)
                content = archive.extractfile(member) if wanted(member.name) else None
                yield member.name.removeprefix("./"), content.read() if content is not None else b""
    except (tarfile.TarError, lzma.LZMAError, EOFError, OSError, zlib.error) as error:
        raise ArchiveError(f"is no archive that can be read: {error}") from None


def _of_zip(file: Path, budget: _Budget, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                if info.is_dir() or (info.external_attr >> 28) not in (0, 8):
                    continue
                budget.take(info.filename, info.file_size)
                if not wanted(info.filename):
                    yield info.filename, b""
                    continue
                with archive.open(info) as content:
                    whole = content.read(info.file_size + 1)
                if len(whole) > info.file_size:
                    raise TooLargeError(f"{info.filename}: unpacks to more than it says")
                yield info.filename, whole
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error, EOFError) as error:
        raise ArchiveError(f"is no archive that can be read: {error}") from None
