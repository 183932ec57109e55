"""What a host permits, by RFC 9309.

An answer 4xx permits all; 5xx, 429, no answer, or one that leads off the declared hosts, forbids all. A robots.txt is
taken as known for a day, one that forbids for want of an answer only for this once.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from protego import Protego

PRODUCT = "Rapporteur"
MAX_BYTES = 500 << 10  # as much as RFC 9309 wants read
FRESH_S = 86_400.0


class Rules(NamedTuple):
    """What is known of a host's robots.txt."""

    text: str  # "" permits all
    forbids: str | None = None  # why everything is forbidden, where it is

    def permits(self, url: str) -> bool:
        """Return whether an address may be asked for."""
        return self.forbids is None and bool(_parsed(self.text).can_fetch(url, PRODUCT))

    def delay(self) -> float:
        """Return the Crawl-delay in seconds; 0 where there is none."""
        return float(_parsed(self.text).crawl_delay(PRODUCT) or 0)


def fresh(known: Mapping[str, Any], scheme: str, now: float) -> Rules | None:
    """Return the rules that a gate keeps, where they are of today."""
    kept = known.get(f"robots {scheme}")
    if kept is None or now - kept["at"] >= FRESH_S or now < kept["at"]:
        return None
    return Rules(kept["text"])


def rules_of(status: int | None, outcome: str | None, body: bytes, before: str | None) -> Rules:
    """Return the rules that an answer to robots.txt gives; `before` is the text that 304 says still holds."""
    if status == 304 and before is not None:
        return Rules(before)
    if outcome is None and status == 200:
        return Rules(body.decode("utf-8", "replace").removeprefix("\ufeff"))
    if outcome == "empty_body":
        return Rules("")
    if status is not None and 400 <= status < 500 and status != 429:
        return Rules("")
    said = f"it answered {status}" if status is not None else "it did not answer"
    return Rules("", f"{said}, which forbids everything (RFC 9309)")


@lru_cache(256)
def _parsed(text: str) -> Any:
    return Protego.parse(text)
