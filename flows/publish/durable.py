"""Files and folders that are on the disk, whole, before anything refers to them."""

import os
from pathlib import Path


def replace_durably(target: Path, content: bytes, staging: Path) -> None:
    """Put `content` in the place of `target`: a reader sees the old content or the new, also after a power cut.

    `staging` is a folder on the same file system, for the new content while it is incomplete.
    """
    fresh = staging / f"new-{target.name}"
    fresh.write_bytes(content)
    sync(fresh)
    os.replace(fresh, target)  # noqa: PTH105  (the kill tests reach it as os.replace)
    sync(target.parent)


def sync_tree(folder: Path) -> None:
    """Write every file below `folder`, and the folders that name them, through to the disk."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Write a file, or a folder's list of names, through to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
