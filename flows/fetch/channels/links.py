"""An HTML page of links; `item.link` is a CSS selector, which finds the links or what holds them."""

import codecs
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from flows.fetch.channels.entries import linked_item, once
from flows.fetch.declared import Source, field_of
from flows.fetch.messages import Discovery, Exchange, Item
from flows.fetch.values import matched

_HOLDERS = ("li", "tr", "dd", "p", "article", "div")


def discover(source: Source, response: Exchange) -> Discovery:
    """Return an item for each link that the declaration selects."""
    page = LexborHTMLParser(response.body.decode(_charset(response), "replace"))
    selector = source.item.link if source.item.link is not None else "a[href]"
    items: list[Item] = []
    for node in page.css(field_of(selector) or "a[href]"):
        anchor = node if node.attributes.get("href") else node.css_first("a[href]")
        if anchor is None:
            continue
        link = anchor.attributes.get("href")
        if link and not isinstance(selector, str) and selector.match is not None:
            link = link if matched(selector.match, link) is not None else None
        if not link or link.startswith(("#", "mailto:", "javascript:")):
            continue

        def read(name: str, anchor: Any = anchor) -> str | None:
            if name == "text":
                return str(anchor.text(deep=True, separator=" "))
            if name == "title":
                title: str | None = anchor.attributes.get("title")
                return title
            return _context(anchor) if name == "context" else None

        if item := linked_item(source, response, link, read):
            items.append(item)
    return Discovery(once(items))


def _context(anchor: Any) -> str | None:
    """Return the text of the row, or whatever else holds the link."""
    holder = anchor.parent
    while holder is not None and holder.tag not in _HOLDERS:
        holder = holder.parent
    return str(holder.text(deep=True, separator=" ")) if holder is not None else None


def _charset(response: Exchange) -> str:
    kind = response.header("content-type") or ""
    named = kind.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    try:
        return codecs.lookup(named).name if named else "utf-8"
    except LookupError:
        return "utf-8"
