"""Polls killed with SIGKILL at random moments; the next one has to go on as if nothing had been.

`python -m tests.fetch.kills 200 SEED` does it so often, and says what it saw.
"""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from flows.fetch.keeping import NEW
from flows.fetch.messages import Polled
from flows.fetch.polling import poll
from flows.fetch.reading import Declared, parse_source
from flows.fetch.record import FETCHES, read_lines
from flows.fetch.transport import Transport
from flows.intake import take_stock
from tests.fetch.conftest import CONTACT, declaration
from tests.fetch.portal import Portal, rss

EACH = 4  # new items a round
WINDOW = 20  # items that the feed shows: what is lost once is lost for ever


class Seen(NamedTuple):
    """What came of all rounds."""

    kills: int  # that found a poll at work
    items: int
    in_flight: int  # items that were asked for again since a kill came before their answer was in the record


def trial(kills: int, seed: int, folder: Path) -> Seen:
    """Kill so many polls; raise AssertionError where an item is lost, or asked for again after it was recorded."""
    chance, raw = random.Random(seed), folder / "raw"
    raw.mkdir()
    portal = Portal()
    done = in_flight = 0
    try:
        count = _grow(portal, 0)
        _poll(raw, portal.url)  # also loads what a poll needs, before others are killed
        count = _grow(portal, count)
        began = time.monotonic()
        _poll(raw, portal.url)
        longest = time.monotonic() - began
        while done < kills:
            if f"item-{count - 1}" in found(raw):
                count = _grow(portal, count)
            recorded, asked = outcomes(raw), len(portal.asked)
            killed = _killed(raw, portal.url, chance.uniform(0, longest))
            # so that about half of the polls end, and the others are killed all along them
            longest = min(30.0, longest * 1.1) if killed else max(0.02, longest * 0.9)
            done += killed
            again = [one.path for one in portal.asked[asked:] if one.path.startswith("/item") and not one.conditional]
            repeated = {path.removeprefix("/").removesuffix(".txt") for path in again} & recorded.keys()
            assert not repeated, f"asked for again: {repeated}"
            new = outcomes(raw)
            lost = [path for path in again if path.removeprefix("/").removesuffix(".txt") not in new]
            assert len(lost) <= 1, f"one request is in flight at a time: {lost}"
            in_flight += len(lost)
        for _ in range(2):
            _poll(raw, portal.url)
        _prove(raw, count)
    finally:
        portal.close()
    return Seen(done, count, in_flight)


def found(raw: Path) -> set[str]:
    """Return the items that the record says were found."""
    return {one["item"] for line in read_lines(raw / "portal" / FETCHES) for one in line.get("found", ())}


def outcomes(raw: Path) -> dict[str, list[str]]:
    """Return the outcomes of each item in the record that say that its body is held since."""
    told: dict[str, list[str]] = {}
    for line in read_lines(raw / "portal" / FETCHES):
        if line["kind"] == "item" and line["outcome"] in ("new", "revised"):
            told.setdefault(line["item"], []).append(line["outcome"])
    return told


def _grow(portal: Portal, count: int) -> int:
    for number in range(count, count + EACH):
        portal.put(f"/item-{number}.txt", f"Delegation {number} called for restraint.\n")
    shown = range(count + EACH - 1, max(-1, count + EACH - 1 - WINDOW), -1)
    links = [(f"Item {number}", f"/item-{number}.txt") for number in shown]
    portal.put("/feed.xml", rss(*links, base=portal.url), "application/rss+xml")
    return count + EACH


def _poll(raw: Path, url: str) -> Polled:
    identity = 'identity = { from = "link", match = "item-[0-9]+" }'
    toml = declaration("feed", f"{url}/feed.xml", item=identity, pace="min_interval_s = 0\nrecheck_days = 30")
    transport = Transport(raw / ".fetch", CONTACT)
    try:
        return poll(Declared(parse_source(toml.encode(), "portal.toml"), "declared"), raw, transport)
    finally:
        transport.close()


def _killed(raw: Path, url: str, after: float) -> bool:
    """Poll in another process, and kill it after so many seconds; return whether it was still at work."""
    child = os.fork()
    if child == 0:
        try:
            _poll(raw, url)
            os._exit(0)
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the poll failed by itself"
    return os.WIFSIGNALED(status)


def _prove(raw: Path, count: int) -> None:
    told = outcomes(raw)
    assert told == {f"item-{number}": ["new"] for number in range(count)}
    for number in range(count):
        text = (raw / "portal" / f"item-{number}.txt").read_text()
        assert text == f"Delegation {number} called for restraint.\n"
        assert (raw / "portal" / f"item-{number}.toml").is_file()
    assert not list((raw / "portal" / NEW).iterdir())
    stock = take_stock(raw)
    assert len(stock.sources) == count and not stock.refusals


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as made:
        print(trial(numbers[0], numbers[1] if len(numbers) > 1 else 1, Path(made)))  # noqa: T201
