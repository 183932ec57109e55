"""A portal on loopback: it answers as it is told, and remembers every request."""

import gzip
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Answer(NamedTuple):
    """What to send; a generator of pieces is sent as slowly as it comes."""

    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = {}
    etag: bool = True
    length: int | None = None  # that is claimed
    drip: float = 0  # seconds between bytes


class Portal:
    """A server that can be told what to answer, by path."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[Asked], Answer]] = {}
        self.asked: list[Asked] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                portal.answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """Say nothing of clients that go away."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def put(self, path: str, body: bytes | str = b"", kind: str = "text/plain; charset=utf-8", **more: object) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = Answer(content, kind, **more)  # type: ignore[arg-type]

    def paths(self, robots: bool = False) -> list[str]:
        return [one.path for one in self.asked if robots or one.path != "/robots.txt"]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        headers = {key.lower(): value for key, value in handler.headers.items()}
        asked = Asked(handler.command, handler.path, headers, time.monotonic())
        with self.lock:
            self.asked.append(asked)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            told = self.answers.get(handler.path)
            told = told(asked) if callable(told) else told
            self.send(handler, asked, told or Answer(b"nothing here", status=404))
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with self.lock:
                self.at_once -= 1

    def send(self, handler: BaseHTTPRequestHandler, asked: Asked, told: Answer) -> None:
        etag = f'"{hash(told.body) & 0xFFFFFFFF:x}"'
        status = told.status
        if status == 200 and told.etag and asked.headers.get("if-none-match") == etag:
            status = 304
        handler.send_response(status)
        body = told.body if status != 304 else b""
        if status == 200 and told.etag:
            handler.send_header("ETag", etag)
        for name, value in told.headers.items():
            handler.send_header(name, value)
        if status != 304:
            handler.send_header("Content-Type", told.kind)
            handler.send_header("Content-Length", str(told.length if told.length is not None else len(body)))
        handler.end_headers()
        if told.drip:
            for byte in body:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(told.drip)
        else:
            handler.wfile.write(body)
        if told.length is not None:
            handler.close_connection = True


def rss(*items: tuple[str, str], base: str = "", date: float = 1_790_000_000) -> str:
    """An RSS feed of titles and links."""
    day = formatdate(date, usegmt=True)
    entries = "".join(
        f"<item><title>{title}</title><link>{base}{link}</link><pubDate>{day}</pubDate></item>" for title, link in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{entries}</channel></rss>'


def bomb(size: int) -> bytes:
    """Gzip of so many zeros."""
    return gzip.compress(b"\0" * size)


def oai_page(base: str, numbers: list[int], token: str = "", date: str = "2026-09-01") -> str:
    """A page of OAI-PMH, each record of which links to `/NUMBER.txt`."""
    records = "".join(
        f"<record><header><identifier>oai:portal:{n}</identifier><datestamp>{date}</datestamp></header><metadata>"
        f'<dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:d="http://purl.org/dc/elements/1.1/">'
        f"<d:title>Statement {n}</d:title><d:identifier>{base}/{n}.txt</d:identifier></dc></metadata></record>"
        for n in numbers
    )
    more = f"<resumptionToken>{token}</resumptionToken>" if token else ""
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{records}{more}</ListRecords></OAI-PMH>'


def oai_error(code: str) -> str:
    """An error of OAI-PMH."""
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="{code}"/></OAI-PMH>'
