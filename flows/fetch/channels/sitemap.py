"""Sitemaps (sitemaps.org): a list of pages, or of further sitemaps, plain or gzipped."""

from lxml import etree

from flows.fetch.channels.entries import link_of, linked_item, once
from flows.fetch.channels.xml import parse
from flows.fetch.declared import Source
from flows.fetch.messages import Discovery, Exchange, Item
from flows.fetch.unpacking import TooLargeError, gunzip


def discover(source: Source, response: Exchange) -> Discovery:
    """Return an item for each page, and the addresses of further sitemaps."""
    content = response.body
    if content[:2] == b"\x1f\x8b":
        try:
            content = gunzip(content, source.pace.max_bytes)
        except TooLargeError as error:
            return Discovery(outcome="too_large", message=str(error))
        except ValueError as error:
            return Discovery(outcome="wrong_type", message=str(error))
    root = parse(content)
    kind = etree.QName(root).localname if root is not None else None
    if root is None or kind not in ("urlset", "sitemapindex"):
        return Discovery(outcome="wrong_type", message="is no sitemap")
    items: list[Item] = []
    more: list[str] = []
    for entry in root:
        fields = {etree.QName(child).localname: child.text for child in entry if isinstance(child.tag, str)}
        if kind == "sitemapindex" and fields.get("loc"):
            more.append(str(fields["loc"]).strip())
            continue
        fields["link"] = fields.get("loc")
        if item := linked_item(
            source, response, link_of(source, fields.get, "link"), fields.get, version=_stripped(fields.get("lastmod"))
        ):
            items.append(item)
    return Discovery(once(items), tuple(more))


def _stripped(text: str | None) -> str | None:
    return text.strip() or None if text else None
