"""The files of a git repository, fetched by the smart HTTP protocol over the one transport.

dulwich speaks git, and asks through a method of ours: so the same limits, hosts, pace and record hold as for any
address. What was fetched stays in a bare repository of the workspace, so that the next poll gets only what is new.
"""

import hashlib
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from dulwich.client import AbstractHttpGitClient
from dulwich.errors import GitProtocolError, NotGitRepository
from dulwich.objects import Commit, Tree
from dulwich.repo import Repo

from flows.fetch.declared import Source
from flows.fetch.messages import Exchange, Item
from flows.fetch.transport.folder import content_exchange
from flows.fetch.transport.patience import moment
from flows.fetch.transport.polite import Told, Transport


class _RefusedError(GitProtocolError):
    """A request that did not give what git needs."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(exchange.message or "refused")
        self.exchange = exchange


class _Response:
    """What dulwich looks at of an answer."""

    def __init__(self, exchange: Exchange) -> None:
        self.status = exchange.status
        self.content_type = exchange.header("content-type")
        self.redirect_location = exchange.final_url if exchange.final_url != exchange.url else ""
        self.headers = dict(exchange.headers)

    def close(self) -> None:
        """Do nothing: all of it was read."""


class _Client(AbstractHttpGitClient):
    """Speaks git over the transport."""

    def __init__(self, transport: Transport, source: Source, told: Told) -> None:
        self.transport, self.source, self.told = transport, source, told
        super().__init__(urldefrag(source.url).url, quiet=True)

    def _get_url(self, path: str | bytes) -> str:
        return self._base_url  # which ends in a slash

    def _http_request(  # type: ignore[override]
        self,
        url: str,
        headers: dict[str, str] | None = None,
        data: bytes | Iterator[bytes] | None = None,
        raise_for_status: bool = True,
    ) -> tuple[_Response, Callable[[int], bytes]]:
        content = data if data is None or isinstance(data, bytes) else b"".join(data)
        wanted = {name: value for name, value in (headers or {}).items() if name.lower() != "content-length"}
        method = "GET" if content is None else "POST"
        exchange = self.transport.ask(self.source, url, told=self.told, method=method, headers=wanted, content=content)
        if exchange.outcome is not None:
            raise _RefusedError(exchange)
        self.told("git", exchange)
        return _Response(exchange), BytesIO(exchange.body).read


def list_repository(transport: Transport, source: Source, known: str | None, told: Told) -> Exchange:
    """Return the newest commit's files as lines of blob and path; `not_modified` where it is the commit `known`."""
    url, branch = urldefrag(source.url)
    answered = Exchange(source.url, url, moment(time.time()))
    wanted: list[bytes] = []

    def choose(refs: Any, depth: int | None = None) -> list[Any]:
        names = [f"refs/heads/{branch}".encode(), f"refs/tags/{branch}".encode()] if branch else [b"HEAD"]
        head = next((refs[name] for name in names if refs.get(name)), None)
        if head is None:
            raise GitProtocolError(f"has no {branch or 'HEAD'}")
        wanted.append(head)
        return [] if head.decode() == known or head in repository.object_store else [head]

    repository = _opened(transport.workspace / "git" / f"{source.id}.git")
    try:
        _Client(transport, source, told).fetch("", repository, determine_wants=choose, depth=1)
        commit = wanted[0].decode()
        if commit == known:
            return answered._replace(status=304).refused("not_modified", "not modified")
        body = "\n".join(_lines(repository, wanted[0])).encode("utf-8", "surrogateescape")
    except _RefusedError as error:
        return error.exchange._replace(url=source.url)
    except (GitProtocolError, KeyError, ValueError, OSError) as error:
        return answered.refused("failed", " ".join(f"git: {error}".split()))
    finally:
        repository.close()
    return answered._replace(
        status=200,
        headers=(("etag", commit),),
        body=body,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
    )


def read_blob(transport: Transport, source: Source, item: Item) -> Exchange:
    """Return the content of an item's file, whose version is its blob."""
    repository = _opened(transport.workspace / "git" / f"{source.id}.git")
    answered = Exchange(item.url, item.url, moment(time.time()))
    try:
        body = repository[(item.version or "").encode()].as_raw_string()
    except (KeyError, ValueError, OSError):
        return answered.refused("failed", f"{item.version}: is not in the repository")
    finally:
        repository.close()
    if len(body) > source.pace.max_bytes:
        return answered.refused("too_large", f"is over the limit of {source.pace.max_bytes:,} bytes")
    return content_exchange(item, body)


def _opened(folder: Path) -> Repo:
    """Return the repository in a folder; one that a kill left half-made is made anew."""
    try:
        return Repo(str(folder))
    except (NotGitRepository, OSError, ValueError):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return Repo.init_bare(str(folder))


def _lines(repository: Repo, commit: bytes) -> Iterator[str]:
    found = repository[commit]
    while not isinstance(found, Commit):  # a tag
        found = repository[found.object[1]]  # type: ignore[attr-defined]
    tree = repository[found.tree]
    assert isinstance(tree, Tree)
    for entry in repository.object_store.iter_tree_contents(tree.id):
        if stat.S_ISREG(entry.mode or 0):
            yield f"{entry.sha.decode()}\t{entry.path.decode('utf-8', 'surrogateescape')}"
