"""One HTTP request, within limits of size and time; the body as it was sent, less what gzip did to it on the way."""

import hashlib
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import httpx

from flows.fetch.messages import Exchange
from flows.fetch.transport.patience import moment

CONNECT_S, READ_S = 10.0, 30.0


class Ask(NamedTuple):
    """What is asked, and within which limits."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    max_bytes: int
    max_seconds: float
    file: Path | None  # takes the body, where it is not to be held in memory


class Answer(NamedTuple):
    """What came, and whether it may be worth while to ask again soon."""

    exchange: Exchange
    again: bool = False


class _TooLargeError(Exception):
    pass


class _TooSlowError(Exception):
    pass


class _EncodingError(Exception):
    pass


def send(client: httpx.Client, ask: Ask, now: float) -> Answer:
    """Send one request and read its answer, following nothing."""
    nothing = Exchange(ask.url, ask.url, moment(now))
    deadline = time.monotonic() + ask.max_seconds
    timeout = httpx.Timeout(CONNECT_S, read=min(READ_S, ask.max_seconds), write=READ_S, pool=None)
    answered = nothing
    try:
        with client.stream(
            ask.method, ask.url, headers=dict(ask.headers), content=ask.content, timeout=timeout
        ) as response:
            headers = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers.raw)
            answered = nothing._replace(status=response.status_code, headers=headers)
            if response.status_code != 200:
                return Answer(_verdict(answered), again=response.status_code >= 500)
            return Answer(_read(answered, response, ask, deadline))
    except _TooLargeError:
        return Answer(answered.refused("too_large", f"is over the limit of {ask.max_bytes:,} bytes"))
    except _TooSlowError:
        return Answer(answered.refused("failed", f"took longer than {ask.max_seconds:g} s"))
    except _EncodingError as error:
        return Answer(answered.refused("failed", str(error)), again=True)
    except httpx.TransportError as error:
        return Answer(answered.refused("failed", _reason(error)), again=True)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return Answer(answered.refused("failed", _reason(error)))


def _read(answered: Exchange, response: httpx.Response, ask: Ask, deadline: float) -> Exchange:
    declared = answered.header("content-length") or ""
    if declared.isdigit() and int(declared) > ask.max_bytes:
        raise _TooLargeError
    digest, size = hashlib.sha256(), 0
    pieces: list[bytes] = []
    keep: Callable[[bytes], object] = pieces.append
    target = ask.file.open("wb") if ask.file is not None else None
    try:
        if target is not None:
            keep = target.write
        for piece in _decoded(response, ask.max_bytes, deadline):
            size += len(piece)
            if size > ask.max_bytes:
                raise _TooLargeError
            digest.update(piece)
            keep(piece)
    finally:
        if target is not None:
            target.close()
    read = answered._replace(body=b"".join(pieces), file=ask.file, sha256=digest.hexdigest(), size=size)
    return read if size else read.refused("empty_body", "the answer is empty")


def _decoded(response: httpx.Response, limit: int, deadline: float) -> Iterator[bytes]:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise _EncodingError(f"came in the encoding {encoding}, which was not asked for")
    stream = zlib.decompressobj(31) if "gzip" in encoding else None
    # as it comes: to wait for chunks of a size would be to wait for whoever drips
    for chunk in response.iter_raw():
        if time.monotonic() > deadline:
            raise _TooSlowError
        if stream is None:
            yield chunk
            continue
        try:
            yield stream.decompress(chunk, limit + 1)
        except zlib.error as error:
            raise _EncodingError(f"gzip is damaged: {error}") from None
        if stream.unconsumed_tail:  # holds more than the limit
            raise _TooLargeError
    if stream is not None and not stream.eof:
        raise _EncodingError("gzip is cut short")


def _verdict(answered: Exchange) -> Exchange:
    """Return an answer without a body as what it is."""
    status = answered.status or 0
    challenged = answered.header("x-amzn-waf-action") or answered.header("cf-mitigated")
    if challenged or status == 202:
        said = f" ({challenged})" if challenged else ""
        return answered.refused("challenge", f"answered {status}{said}: a challenge for browsers")
    if status == 304:
        return answered.refused("not_modified", "not modified")
    if status in (404, 410):
        return answered.refused("gone", f"answered {status}")
    if status in (204, 205):
        return answered.refused("empty_body", f"answered {status}")
    if status == 429 or (status == 503 and answered.header("retry-after")):
        return answered.refused("rate_limited", f"answered {status}")
    return answered.refused("failed", f"answered {status}")


def _reason(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
