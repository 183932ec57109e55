"""One connection a host, at its pace: across the threads of a process, across processes, and across restarts.

A host's file below `raw/.fetch/hosts/` keeps when it was asked last, until when it wants to be left alone, and its
robots.txt; whoever holds the lock beside it may ask.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock


class Gate:
    """A host that is open to one asker at a time."""

    def __init__(self, folder: Path, host: str) -> None:
        """`folder` keeps what is known of hosts."""
        self._path = folder / f"{host.replace(':', '_').strip('[]')}.json"
        self._thread, self._lock = threading.Lock(), FileLock(self._path.with_suffix(".lock"))
        self.known: dict[str, Any] = {}

    @contextmanager
    def held(self) -> Iterator[dict[str, Any]]:
        """Hold the host alone for the block, which may read and change what is known of it."""
        with self._thread, self._lock:
            try:
                self.known = json.loads(self._path.read_bytes())
            except (OSError, ValueError):  # never asked; or killed while it was written, which only costs a request
                self.known = {}
            try:
                yield self.known
            finally:
                fresh = self._path.with_suffix(".new")
                fresh.write_text(json.dumps(self.known))
                os.replace(fresh, self._path)  # noqa: PTH105  (as elsewhere)


class Gates:
    """The gates of all hosts."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made where it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._lock = folder, threading.Lock()
        self._gates: dict[str, Gate] = {}

    def of(self, host: str) -> Gate:
        """Return the gate of a host."""
        with self._lock:
            return self._gates.setdefault(host, Gate(self._folder, host))
