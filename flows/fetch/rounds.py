"""Many sources polled: each host by one thread, so that it is never asked twice at once."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from queue import SimpleQueue

from flows.errors import RapporteurError
from flows.fetch.messages import Polled
from flows.fetch.polling import WORKSPACE, poll
from flows.fetch.reading import SUFFIX, read_source
from flows.fetch.transport import Transport

THREADS = 8


def poll_all(
    hosts: Mapping[str, Sequence[str]], sources: Path, raw: Path, transport: Transport, since: date | None = None
) -> Iterator[Polled]:
    """Poll the sources, given by host, and yield what each came to as soon as it is known.

    A source whose record or files cannot be written is one that failed; the others go on.
    """
    done: SimpleQueue[Polled | BaseException] = SimpleQueue()

    def work(names: Sequence[str]) -> None:
        try:
            for name in names:
                done.put(poll_one(name, sources, raw, transport, since))
        except BaseException as error:
            done.put(error)
            raise

    with ThreadPoolExecutor(THREADS) as pool:
        for names in hosts.values():
            pool.submit(work, names)
        try:
            for _ in range(sum(map(len, hosts.values()))):
                result = done.get()
                if isinstance(result, BaseException):
                    raise result
                yield result
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def poll_one(name: str, sources: Path, raw: Path, transport: Transport, since: date | None = None) -> Polled:
    """Poll one source by its name."""
    try:
        return poll(read_source(sources / f"{name}{SUFFIX}"), raw, transport, since)
    except RapporteurError as error:
        return Polled(name, "failed", str(error), {}, (), 0)


def open_transport(raw: Path, contact: str) -> Transport:
    """Return a transport that keeps what it knows of hosts in the raw folder."""
    return Transport(raw / WORKSPACE, contact)
