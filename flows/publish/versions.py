"""The number and the date of a release: worked out, never typed."""

import os
import re
from datetime import UTC, date, datetime

from flows.errors import UsageError

FIRST = "0.1.0"
VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


def next_version(before: str | None) -> str:
    """The version that follows `before` (None for a first release): below 1.0.0 every difference raises MINOR.

    Raises ValueError for what is no version.
    """
    if before is None:
        return FIRST
    numbers = VERSION.fullmatch(before)
    if numbers is None:
        raise ValueError(f"{before!r} is no version")
    return f"{numbers[1]}.{int(numbers[2]) + 1}.0"


def release_date() -> date:
    """The day of SOURCE_DATE_EPOCH (seconds since 1970, UTC), else today in UTC; raises UsageError for no number."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH={epoch!r}: give a number of seconds since 1970") from None
