"""Hosts of addresses: their names, and whether they are this machine."""

import ipaddress
from urllib.parse import urlsplit

_USUAL_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """Return the host of an address in lower case, with its port where that is not the usual one; "" of a file."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port in (None, _USUAL_PORTS.get(parts.scheme)) else f"{shown}:{parts.port}"


def is_loopback(host: str) -> bool:
    """Return whether a name or address is this machine, without asking anybody."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
