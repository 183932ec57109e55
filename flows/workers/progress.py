"""How far the work is, told to the logger "rapporteur" whenever a batch is done."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flows.batch import Job
from flows.records import Part

log = logging.getLogger("rapporteur")


class Progress(NamedTuple):
    """How much of the work is done."""

    files: int
    of_files: int
    size: int  # bytes
    of_size: int
    quarantined: int
    seconds: float

    @property
    def speed(self) -> float:
        """Bytes a second."""
        return self.size / max(self.seconds, 1e-3)

    @property
    def seconds_left(self) -> float:
        """How long the rest takes at that speed."""
        return (self.of_size - self.size) / max(self.speed, 1.0)

    def __str__(self) -> str:
        """In one line."""
        refused = f", {self.quarantined} in quarantine" if self.quarantined else ""
        minutes, seconds = divmod(round(self.seconds_left), 60)
        return (
            f"{self.files:,} of {self.of_files:,} files, {self.speed / 1e6:.2f} MB/s, "
            f"{minutes}:{seconds:02} left{refused}"
        )


def following(jobs: Sequence[Job], parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts as they come; each is told of."""
    begin = time.monotonic()
    sources = {job.folder: job.sources for job in jobs}
    of_files = sum(len(job.sources) for job in jobs)
    of_size = sum(source.size for job in jobs for source in job.sources)
    files = size = quarantined = 0
    for part in parts:
        # a job whose documents are worked on one by one counts as done with the first of them
        job = part.folder.with_name(part.folder.name.partition("-")[0])
        done = sources.pop(part.folder, None) or sources.pop(job, ())
        files += len(done)
        size += sum(source.size for source in done)
        quarantined += len(part.refusals)
        log.info("%s", Progress(files, of_files, size, of_size, quarantined, time.monotonic() - begin))
        yield part
