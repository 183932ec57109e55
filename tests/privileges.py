"""What a user may not do can be tried by the superuser, too."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def nobody_in_particular() -> Iterator[None]:
    """Within the block the process may only do what anybody may: the superuser's permissions are never lost."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def folder_for_anybody() -> Iterator[Path]:
    """A new folder that everybody may write to, and whose way everybody may go; pytest's own are private."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)
