"""How long to wait before a host is asked again."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ATTEMPTS = 3
LONGEST_S = 60.0
"""A host that wants to be left alone for longer is not waited for; the next poll after that asks it."""
FIRST_S, FACTOR = 1.0, 4.0


def retry_after(value: str | None, now: float) -> float | None:
    """Return the seconds that a header Retry-After asks for: a number, or a date; None where it says neither."""
    if value is None:
        return None
    text = value.strip()
    if text.isdigit():
        return float(text)
    try:
        due = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if due.tzinfo is None:
        due = due.replace(tzinfo=UTC)
    return max(0.0, due.timestamp() - now)


def back_off(attempt: int, interval: float) -> float:
    """Return the seconds to wait after a failed attempt, counted from 1: longer each time, never under the pace."""
    return max(interval, FIRST_S * FACTOR ** (attempt - 1))


def moment(seconds: float) -> str:
    """Return a time since 1970 as ISO 8601, to the second."""
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
