"""A small raw folder, the jobs for it, and what they came to."""

from pathlib import Path

from flows.batch import Job
from flows.intake import take_stock
from flows.publish.parts import part_folder
from flows.records import Part

WORDS = "The Chair thanked all delegations. Many delegations called for peace; some opposed it.\n\n"


def jobs_for(raw: Path, staging: Path) -> list[Job]:
    """A job for each raw file."""
    sources = take_stock(raw).sources
    return [Job(raw, (source,), part_folder(staging, number)) for number, source in enumerate(sources)]


def made(parts: list[Part], staging: Path) -> dict[str, bytes]:
    """Path below the staging folder -> bytes, of all that the parts hold, and their refusals."""
    files = [path for part in parts for path in sorted(part.folder.iterdir())]
    held = {path.relative_to(staging).as_posix(): path.read_bytes() for path in files}
    return held | {part.folder.name: repr(part.refusals).encode() for part in parts}
