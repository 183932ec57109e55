"""`raw/NAME/fetches.jsonl`: what was requested of a source, a line each, only ever added to and fsynced.

A line is one JSON object; `kind` says of what:

- `declared`: the declaration, whenever it changed: what the table `sources` says;
- `channel`: an answer of the channel, with the items `found` in it that are new or changed, and those `unlisted`;
- `item`: an answer for an item: its outcome and, where it is held, path, hash and validators;
- `request`: anything else that was asked on the way: robots.txt, a redirect, an attempt that failed.

A line that is there is true: what it says is held is on the disk, or in `.new/` beside it, from where `keeping.py`
moves it. What was found and has no outcome is asked for at the next poll, so that a poll can be stopped anywhere.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.errors import RapporteurError
from flows.publish.durable import sync

FETCHES = "fetches.jsonl"

Line = Mapping[str, Any]


class RecordError(RapporteurError):
    """A record that cannot be read or written."""


def record_path(raw: Path, source: str) -> Path:
    """Return where the record of a source is."""
    return raw / source / FETCHES


def recorded_sources(raw: Path) -> list[str]:
    """Return the names of the sources that have a record, in order."""
    try:
        with os.scandir(raw) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(".") and entry.is_dir()]
    except OSError:
        return []
    return sorted(name for name in names if record_path(raw, name).is_file())


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a record, but a last one that was not written whole; raise RecordError for a damaged one."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    read = json.loads(line)
                except ValueError:
                    raise RecordError(f"{path}: line {number} is damaged; restore the file from a copy") from None
                yield read
    except FileNotFoundError:
        return
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from None


class Record:
    """A record that is open to be added to, by one process at a time."""

    def __init__(self, raw: Path, source: str) -> None:
        """Open the record of a source, and drop a last line that was not written whole."""
        self.path = record_path(raw, source)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            self._mend()
            sync(self.path.parent)
            sync(raw)
        except OSError as error:
            raise RecordError(f"{self.path}: cannot be written: {error.strerror}") from None

    def append(self, lines: Sequence[Line], durable: bool = True) -> None:
        """Add lines at once; they are on the disk when this returns, unless that does not matter."""
        content = b"".join(
            json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in lines
        )
        try:
            while content:
                content = content[os.write(self._file, content) :]
            if durable:
                os.fsync(self._file)
        except OSError as error:
            raise RecordError(f"{self.path}: cannot be written: {error.strerror}") from None

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _mend(self) -> None:
        size = os.fstat(self._file).st_size
        end = size
        while end > 0:
            start = max(0, end - 65_536)
            found = os.pread(self._file, end - start, start).rfind(b"\n")
            if found >= 0:
                end = start + found + 1
                break
            end = start
        if end != size:
            os.ftruncate(self._file, end)
            os.fsync(self._file)
