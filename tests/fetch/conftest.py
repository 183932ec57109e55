"""A portal on loopback, sources that it is declared as, and a guard: no test may speak to any other machine."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.fetch.messages import Polled
from flows.fetch.polling import poll
from flows.fetch.reading import Declared, parse_source
from flows.fetch.transport import Transport
from tests.fetch.portal import Portal

CONTACT = "data@example.org"


class OtherMachineError(AssertionError):
    """A test that speaks to another machine."""


@pytest.fixture(autouse=True)
def nobody_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def here(host: object) -> None:
        if host not in ("localhost", b"localhost", None, "") and not ipaddress.ip_address(str(host)).is_loopback:
            raise OtherMachineError(f"{host} was to be asked")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            here(address[0])
        return connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        try:
            here(host)
        except ValueError:  # a name
            raise OtherMachineError(f"{host} was to be looked up") from None
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture
def portal() -> Iterator[Portal]:
    server = Portal()
    yield server
    server.close()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def declaration(channel: str, url: str, more: str = "", **changed: str) -> str:
    """A declaration that permits everything, at no pace; `more` are further tables."""
    keys = {"automated": '"allowed"', "pace": "min_interval_s = 0", "top": "", "item": "", "redistribute": "true"}
    keys |= changed
    return f"""
id = "portal"
title = "A portal"
channel = "{channel}"
url = "{url}"
languages = ["en"]
{keys["top"]}
[terms]
automated = {keys["automated"]}
basis = "terms of the portal, read 2026-08-29"
licence = "CC0-1.0"
redistribute = {keys["redistribute"]}
[pace]
{keys["pace"]}
[item]
{keys["item"]}
{more}
"""


@pytest.fixture
def polled(raw: Path) -> Iterator[Callable[..., Polled]]:
    """Polls a declaration, given as TOML, without waiting."""
    waited: list[float] = []
    transports: list[Transport] = []

    def call(toml: str, fresh: bool = False, **more: Any) -> Polled:
        if fresh or not transports:
            transports.append(Transport(raw / ".fetch", CONTACT, waited.append))
        declared = Declared(parse_source(toml.encode(), "portal.toml"), toml)
        return poll(declared, raw, transports[-1], **more)

    call.waited = waited  # type: ignore[attr-defined]
    yield call
    for transport in transports:
        transport.close()
