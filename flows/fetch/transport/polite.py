"""An address is asked for with good manners: only where it may be, at the host's pace, under our own name."""

import threading
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from flows.fetch.declared import Source
from flows.fetch.hosts import host_of, is_loopback
from flows.fetch.messages import Exchange, Validators
from flows.fetch.transport.gate import Gates
from flows.fetch.transport.patience import ATTEMPTS, LONGEST_S, back_off, moment, retry_after
from flows.fetch.transport.robots import MAX_BYTES, PRODUCT, Rules, fresh, rules_of
from flows.fetch.transport.wire import Answer, Ask, send

REDIRECTS = 5
_REDIRECTED = (301, 302, 303, 307, 308)
_ROBOTS_S = 30.0

Told = Callable[[str, Exchange], None]
"""Is told of each request on the way, with what it was for."""


def ignore(_what: str, _exchange: Exchange) -> None:
    """Tell nobody."""


class Transport:
    """Asks for addresses of declared sources. One for all threads of a process; `close` it."""

    def __init__(self, workspace: Path, contact: str, sleep: Callable[[float], None] = time.sleep) -> None:
        """`workspace` keeps what is known of hosts; `contact` is whom a host may turn to."""
        self.workspace = workspace
        self._gates = Gates(workspace / "hosts")
        self._sleep = sleep
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._forbidding: dict[str, Rules] = {}  # by scheme and host: for want of an answer, which is asked once
        self.user_agent = f"{PRODUCT}/{version('rapporteur')} (+{contact})"

    def ask(
        self,
        source: Source,
        url: str,
        validators: Validators = Validators(),  # noqa: B008  (a tuple)
        told: Told = ignore,
        file: Path | None = None,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> Exchange:
        """Return what came of an address; `file` takes the body where that may be large.

        Nothing is requested where the host is not declared, robots.txt forbids it, or the host asked for rest.
        """
        asked = url
        for _ in range(REDIRECTS + 1):
            if problem := self._off_limits(source, asked):
                return Exchange(url, asked, moment(time.time())).refused("redirected_off_host", problem)
            sent = {**self._headers(validators), **(headers or {})}
            ask = Ask(method, asked, sent, content, source.pace.max_bytes, source.pace.max_seconds, file)
            exchange = self._patiently(source, ask, told)._replace(url=url, final_url=asked)
            location = exchange.header("location")
            if exchange.status not in _REDIRECTED or location is None or exchange.outcome == "robots":
                return exchange
            told("redirect", exchange)
            asked = urljoin(asked, location)
        return exchange.refused("failed", f"led on more than {REDIRECTS} times")

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def _patiently(self, source: Source, ask: Ask, told: Told) -> Exchange:
        """Ask one address, again after a while where that failed."""
        gate = self._gates.of(host_of(ask.url))
        interval = source.pace.min_interval_s
        for attempt in range(1, ATTEMPTS + 1):
            with gate.held() as known:
                if (rest := known.get("not_before", 0) - time.time()) > LONGEST_S:
                    said = f"the host asked to be left alone until {moment(known['not_before'])}"
                    return Exchange(ask.url, ask.url, moment(time.time())).refused("rate_limited", said)
                rules = self._rules(source, ask.url, known, told)
                if not rules.permits(ask.url):
                    said = rules.forbids or "forbidden by robots.txt"
                    return Exchange(ask.url, ask.url, moment(time.time())).refused("robots", said)
                self._wait(known, max(interval, rules.delay()), rest)
                answer = self._send(ask, known)
                wanted = retry_after(answer.exchange.header("retry-after"), time.time())
                exchange = answer.exchange
                limited = exchange.outcome == "rate_limited"
                pause = wanted if wanted is not None else back_off(attempt, interval)
                if limited or (wanted is not None and answer.again):
                    known["not_before"] = time.time() + pause
            if not (limited or answer.again) or attempt == ATTEMPTS or pause > LONGEST_S:
                return exchange
            told("attempt", exchange)
            self._sleep(pause)
        return exchange

    def _rules(self, source: Source, url: str, known: dict[str, object], told: Told) -> Rules:
        """Return what robots.txt says, asked for where it is not known; the host is held."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if rules := fresh(known, parts.scheme, time.time()) or self._forbidding.get(site):
            return rules
        kept = known.get(f"robots {parts.scheme}")
        before = kept if isinstance(kept, dict) else {}
        asked = f"{site}/robots.txt"
        for _ in range(REDIRECTS + 1):
            self._wait(known, source.pace.min_interval_s, 0)
            headers = self._headers(Validators(before.get("etag"), before.get("last_modified")))
            answer = self._send(Ask("GET", asked, headers, None, MAX_BYTES, _ROBOTS_S, None), known)
            told("robots", answer.exchange)
            location = answer.exchange.header("location")
            if answer.exchange.status not in _REDIRECTED or location is None:
                break
            asked = urljoin(asked, location)
            if host_of(asked) != host_of(url) or self._off_limits(source, asked):
                self._forbidding[site] = Rules("", "robots.txt leads to another host, which forbids everything")
                return self._forbidding[site]
        exchange = answer.exchange
        rules = rules_of(exchange.status, exchange.outcome, exchange.body, before.get("text"))
        if rules.forbids is not None:
            self._forbidding[site] = rules
        else:
            kept_by = Validators(before.get("etag"), before.get("last_modified"))
            etag, modified = kept_by if exchange.status == 304 else exchange.validators
            known[f"robots {parts.scheme}"] = {
                "at": time.time(),
                "text": rules.text,
                "etag": etag,
                "last_modified": modified,
            }
        return rules

    def _wait(self, known: Mapping[str, object], interval: float, rest: float) -> None:
        last = known.get("last", 0)
        since = time.time() - (last if isinstance(last, float) else 0)
        pause = max(interval - since if since >= 0 else interval, rest)
        if pause > 0:
            self._sleep(pause)

    def _send(self, ask: Ask, known: dict[str, object]) -> Answer:
        try:
            return send(self._connected(), ask, time.time())
        finally:
            known["last"] = time.time()

    def _connected(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                here = httpx.HTTPTransport()  # no proxy can reach this machine
                mounts = {f"all://{name}": here for name in ("127.0.0.1", "localhost", "[::1]")}
                self._client = httpx.Client(follow_redirects=False, http2=False, mounts=mounts, verify=True)
            return self._client

    def _headers(self, validators: Validators) -> dict[str, str]:
        headers = {"User-Agent": self.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
        if "@" in self.user_agent:
            headers["From"] = self.user_agent.partition("(+")[2].rstrip(")")
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        return headers

    @staticmethod
    def _off_limits(source: Source, url: str) -> str | None:
        """Return why an address may not be asked for; None where it may."""
        try:
            parts, host = urlsplit(url), host_of(url)
        except ValueError:
            return f"{url}: is no address"
        if host not in source.allowed_hosts:
            return f"{host or url}: is no declared host; add it to `hosts` if it belongs to the source"
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            return f"{url}: is not https"
        return None
