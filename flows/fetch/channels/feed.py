"""RSS and Atom, in every version that feedparser reads."""

from typing import Any

from flows.fetch.channels.entries import link_of, linked_item, once
from flows.fetch.declared import Source
from flows.fetch.messages import Discovery, Exchange, Item


def discover(source: Source, response: Exchange) -> Discovery:
    """Return an item for each entry of a feed."""
    import feedparser  # takes a while to load

    feed = feedparser.parse(response.body, response_headers={"content-type": response.header("content-type") or ""})
    if not feed.version:
        reason = feed.get("bozo_exception")
        said = f": {' '.join(str(reason).split())}" if reason else ""
        return Discovery(outcome="wrong_type", message=f"is no RSS and no Atom{said}")
    items: list[Item] = []
    for entry in feed.entries:

        def read(name: str, entry: Any = entry) -> str | None:
            value = entry.get(name)
            return value if isinstance(value, str) else None

        if item := linked_item(source, response, link_of(source, read, "link"), read):
            items.append(item)
    return Discovery(once(items))
