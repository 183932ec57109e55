"""A folder of this machine, listed and read as if it answered requests."""

import hashlib
import mimetypes
import stat
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flows.fetch.declared import Source
from flows.fetch.messages import Exchange, Item
from flows.fetch.transport.patience import moment


def list_folder(source: Source, known: str | None) -> Exchange:
    """Return the folder's files as lines of version and path; `not_modified` where they are as `known`, their hash."""
    root = _root(source)
    answered = Exchange(source.url, source.url, moment(time.time()))
    if not root.is_dir():
        return answered.refused("failed", f"{root}: is no folder")
    rows = []
    for path in sorted(root.rglob("*")):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode):  # a link may lead out of the folder
            rows.append(f"{found.st_size}-{found.st_mtime_ns}\t{path.relative_to(root).as_posix()}")
    body = "\n".join(rows).encode("utf-8", "surrogateescape")
    listed = answered._replace(status=200, body=body, size=len(body), sha256=hashlib.sha256(body).hexdigest())
    return listed.refused("not_modified", "not modified") if listed.sha256 == known else listed


def read_item(source: Source, item: Item) -> Exchange:
    """Return the content of an item's file."""
    path = _root(source) / (item.place or "")
    answered = Exchange(item.url, item.url, moment(time.time()))
    try:
        if path.stat().st_size > source.pace.max_bytes:
            return answered.refused("too_large", f"is over the limit of {source.pace.max_bytes:,} bytes")
        body = path.read_bytes()
    except FileNotFoundError:
        return answered.refused("gone", "is not there any more")
    except OSError as error:
        return answered.refused("failed", f"cannot be read: {error.strerror}")
    return content_exchange(item, body)


def content_exchange(item: Item, body: bytes) -> Exchange:
    """Return a content that came without a server as an exchange; its type is that of the name."""
    kind = mimetypes.guess_type(item.place or "")[0] or "application/octet-stream"
    at, sha256 = moment(time.time()), hashlib.sha256(body).hexdigest()
    answered = Exchange(item.url, item.url, at, 200, (("content-type", kind),), body, None, sha256, len(body))
    return answered if body else answered.refused("empty_body", "is empty")


def _root(source: Source) -> Path:
    return Path(unquote(urlsplit(source.url).path))
