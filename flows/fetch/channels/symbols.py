"""Addresses made from document symbols: `A/79/PV.{1..80}` in each of the declared languages."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from flows.fetch.channels.entries import linked_item, once
from flows.fetch.declared import Source
from flows.fetch.messages import Discovery, Exchange

_RANGE = re.compile(r"\{(\d+)\.\.(\d+)\}")
_MOST = 100_000


def discover(source: Source, response: Exchange) -> Discovery:
    """Return an item for each symbol and language; the channel has no answer of its own."""
    told = response._replace(sha256=None)  # by the declaration alone
    items = []
    for symbol in (each for pattern in source.item.symbols for each in expand(pattern)):
        for language in source.languages if "{language}" in source.url else (None,):
            url = source.url.replace("{symbol}", quote(symbol, safe="")).replace("{language}", language or "")
            fields = {"symbol": symbol, "language": language}
            identity = symbol if language is None else f"{symbol} {language}"
            if item := linked_item(source, told, url, fields.get, identity, language=language):
                items.append(item)
    return Discovery(once(items))


def expand(pattern: str) -> Iterator[str]:
    """Yield the symbols of a pattern with one range or none, in order."""
    found = _RANGE.search(pattern)
    if found is None:
        yield pattern
        return
    first, last = int(found[1]), int(found[2])
    for number in range(first, min(last, first + _MOST - 1) + 1):
        yield f"{pattern[: found.start()]}{number}{pattern[found.end() :]}"
