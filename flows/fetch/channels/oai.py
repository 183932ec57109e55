"""OAI-PMH: pages of records, each of which leads to a file; `item.link` is an XPath into the record.

Read with lxml rather than with oaipmh-scythe, which asks by a client of its own: here one transport does all asking.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flows.fetch.channels.entries import link_of, linked_item, once
from flows.fetch.channels.xml import parse
from flows.fetch.declared import OAI_NAMESPACES, Source
from flows.fetch.messages import Discovery, Exchange, Item

_OAI = f"{{{OAI_NAMESPACES['oai']}}}"
_LINK = "(.//dc:identifier[starts-with(., 'http')])[1]"


def discover(source: Source, response: Exchange) -> Discovery:
    """Return an item for each record, deleted ones marked, and the address of the next page."""
    root = parse(response.body)
    if root is None or root.tag != f"{_OAI}OAI-PMH":
        return Discovery(outcome="wrong_type", message="is no answer of OAI-PMH")
    if (error := root.find(f"{_OAI}error")) is not None:
        code = error.get("code") or "error"
        if code == "noRecordsMatch":  # nothing new since
            return Discovery(whole=False)
        if code == "badResumptionToken":
            return Discovery(outcome="failed", message="badResumptionToken: the list expired", whole=False)
        return Discovery(outcome="failed", message=f"{code}: {' '.join((error.text or '').split())}", whole=False)
    items = [item for record in root.iter(f"{_OAI}record") if (item := _item(source, response, record))]
    token = next(iter(root.iter(f"{_OAI}resumptionToken")), None)
    more = (next_page(source.url, token.text.strip()),) if token is not None and (token.text or "").strip() else ()
    return Discovery(once(items), more, whole=False)


def harvest_url(url: str, since: str | None) -> str:
    """Return the address that lists the records, those changed since a date where one is given."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query = {"verb": "ListRecords", "metadataPrefix": "oai_dc", **query}
    if since:
        query["from"] = since
    return urlunsplit(parts._replace(query=urlencode(query)))


def next_page(url: str, token: str) -> str:
    """Return the address of the page that a token stands for."""
    return urlunsplit(urlsplit(url)._replace(query=urlencode({"verb": "ListRecords", "resumptionToken": token})))


def _item(source: Source, response: Exchange, record: Any) -> Item | None:
    header = record.find(f"{_OAI}header")
    if header is None:
        return None
    identity = (header.findtext(f"{_OAI}identifier") or "").strip()
    version = (header.findtext(f"{_OAI}datestamp") or "").strip() or None
    if header.get("status") == "deleted":
        return Item(identity, source.url, version=version, deleted=True) if identity else None

    def read(path: str) -> str | None:
        found = record.xpath(path, namespaces=OAI_NAMESPACES)
        if isinstance(found, list):
            found = found[0] if found else None
        if found is None or isinstance(found, str):
            return found
        return "".join(found.itertext()) if hasattr(found, "itertext") else str(found)

    return linked_item(source, response, link_of(source, read, _LINK), read, identity or None, version)
