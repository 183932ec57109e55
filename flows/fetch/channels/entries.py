"""An entry of a channel becomes an item: its link, its identity, its facts."""

from urllib.parse import urldefrag, urljoin

from flows.fetch.declared import Selector, Source
from flows.fetch.facts import basis_of, facts_of
from flows.fetch.messages import Exchange, Item
from flows.fetch.values import Read, value_of


def linked_item(
    source: Source,
    response: Exchange,
    link: str | None,
    read: Read,
    identity: str | None = None,
    version: str | None = None,
    language: str | None = None,
    deleted: bool = False,
) -> Item | None:
    """Return the item behind a link; None where the entry has none. `identity` is the channel's own, else the link."""
    if not link:
        return None
    url = urldefrag(urljoin(response.final_url, link.strip())).url

    def read_all(name: str) -> str | None:
        return url if name == "link" and source.channel != "oai" else read(name)

    named = value_of(source.item.identity, read_all) if source.item.identity is not None else None
    return Item(
        identity=named or identity or url,
        url=url,
        facts=facts_of(source, read_all, url, basis_of(source, response.sha256), language),
        version=version,
        deleted=deleted,
        redistribute=source.terms.redistribute,
        text=source.item.text.select if source.item.text else None,
        file=source.item.file.select if source.item.file else None,
    )


def link_of(source: Source, read: Read, default: str) -> str | None:
    """Return the link that the declaration selects, else that of the field `default`."""
    selector: Selector | str = source.item.link if source.item.link is not None else default
    return value_of(selector, read)


def once(items: list[Item]) -> tuple[Item, ...]:
    """Return each item once: one that is listed under two addresses is one item, under the first."""
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.identity, item)
    return tuple(first.values())
