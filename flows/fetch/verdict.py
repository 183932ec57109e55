"""What a response is, whatever its server calls it."""

from flows.fetch.messages import Exchange

HTML_TYPES = ("text/html", "application/xhtml+xml")
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def looks_like_html(response: Exchange) -> bool:
    """Return whether a response is a page, by its type or by how it begins."""
    if response.file is not None:
        with response.file.open("rb") as content:
            start = content.read(512)
    else:
        start = response.body[:512]
    begins = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_STARTS)
    return begins or (response.content_type == "text/html" and not start.lstrip().startswith(b"<?xml"))
