"""An item's response becomes a raw file: the body as received, and a sidecar with what is known of it.

A page is taken whole: the part that the declaration selects is named in the sidecar as the text, and the rest of the
page is furniture to whoever reads it.
"""

from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from flows.fetch.messages import Admitted, Declined, Exchange, Follow, Item
from flows.fetch.sidecars import sidecar_toml
from flows.fetch.verdict import HTML_TYPES, looks_like_html

_SUFFIXES = {
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/akn+xml": ".xml",
    **dict.fromkeys(HTML_TYPES, ".html"),
}
_KNOWN = (".txt", ".pdf", ".docx", ".doc", ".xml", ".html")
_BY_NAME = ("", "application/octet-stream", "binary/octet-stream", "application/x-download", "application/zip")
_STARTS = {".pdf": b"%PDF", ".docx": b"PK\x03\x04"}


def admit(item: Item, response: Exchange) -> Admitted | Declined | Follow:
    """Return the raw file that a response becomes, where on its page the file is, or why it is declined."""
    if not response.body.strip():
        return Declined("empty_body", "the answer is empty")
    page = looks_like_html(response)
    if item.file is not None and page:
        link = linked_file(response, item.file)
        return Follow(link) if link else Declined("wrong_type", f"the page has no link that {item.file!r} selects")
    suffix = suffix_of(response, page)
    if suffix is None:
        return Declined("wrong_type", f"{response.content_type or 'no content type'}: is no statement's")
    due = PurePosixPath(urlsplit(item.url).path).suffix.lower() if item.place is None else suffix
    if page and due in _KNOWN and due != ".html" and item.text is None:
        return Declined("challenge", f"HTML came where {due} was due: a page for browsers")
    if item.text is not None and not page:
        return Declined("wrong_type", f"{response.content_type}: item.text selects a part of a page, and this is none")
    if item.text is not None and not selects(response, item.text):
        return Declined("wrong_type", f"the page has nothing that {item.text!r} selects")
    begin = _STARTS.get(suffix)
    if begin is not None and not response.body.lstrip()[:1024].startswith(begin):
        return Declined("wrong_type", f"is called {response.content_type}, and does not begin as {suffix} does")
    return Admitted(response.body, suffix, sidecar_toml(item.facts, item.redistribute, text=item.text))


def suffix_of(response: Exchange, page: bool) -> str | None:
    """Return the suffix of a raw file, by what came and what it is called; None for what is no statement."""
    kind = response.content_type
    if kind in _BY_NAME:
        suffix = PurePosixPath(urlsplit(response.final_url).path).suffix.lower()
        if urlsplit(response.final_url).fragment:  # a file of an archive, a repository or a folder
            suffix = PurePosixPath(urlsplit(response.final_url).fragment).suffix.lower()
        return suffix.replace(".htm", ".html") if suffix == ".htm" else suffix if suffix in _KNOWN else None
    return ".html" if page and kind in (*HTML_TYPES, "text/plain") else _SUFFIXES.get(kind)


def linked_file(page: Exchange, select: str) -> str | None:
    """Return the address that the first selected element of a page leads to."""
    from selectolax.lexbor import LexborHTMLParser

    node = LexborHTMLParser(page.body).css_first(select)
    link = node.attributes.get("href") or node.attributes.get("src") if node is not None else None
    return urljoin(page.final_url, link.strip()) if link else None


def selects(page: Exchange, select: str) -> bool:
    """Return whether a page has something that the selector finds."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(page.body).css_first(select) is not None
