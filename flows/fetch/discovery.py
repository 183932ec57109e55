"""A channel's response becomes items: no request is made here, and the same response gives the same items."""

from collections.abc import Callable, Mapping

from flows.fetch.channels import archive, dataverse, feed, folder, git, links, oai, sitemap, symbols
from flows.fetch.declared import Source
from flows.fetch.messages import Discovery, Exchange
from flows.fetch.verdict import looks_like_html

_XML = ("feed", "sitemap", "oai")

_CHANNELS: Mapping[str, Callable[[Source, Exchange], Discovery]] = {
    "feed": feed.discover,
    "sitemap": sitemap.discover,
    "list": links.discover,
    "oai": oai.discover,
    "git": git.discover,
    "symbols": symbols.discover,
    "archive": archive.discover,
    "folder": folder.discover,
}


def discover(source: Source, response: Exchange) -> Discovery:
    """Return the items that a channel's response offers; with an outcome where it is not what was declared."""
    if source.channel in ("folder", "git", "symbols"):
        return _CHANNELS[source.channel](source, response)
    if not response.size:
        return Discovery(outcome="empty_body", message="the answer is empty")
    html = looks_like_html(response)
    if html and source.channel in _XML:
        return Discovery(outcome="challenge", message="HTML came where XML is declared: a page for browsers")
    if source.item.archive is not None and response.file is None:
        if html:
            return Discovery(outcome="challenge", message="HTML came where JSON is due: a page for browsers")
        return dataverse.lead(source, response)
    expected = source.expect.content_types
    if expected and response.content_type not in expected:
        got = response.content_type or "no content type"
        return Discovery(outcome="wrong_type", message=f"{got} came; declared are {', '.join(expected)}")
    found = _CHANNELS[source.channel](source, response)
    if found.outcome is None and not found.more and len(found.items) < source.expect.min_items and found.whole:
        message = f"{len(found.items)} items came; at least {source.expect.min_items} are declared"
        return found._replace(outcome="failed", message=message)
    return found
