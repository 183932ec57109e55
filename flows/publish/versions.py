"""The number and the date of a release: worked out, never typed.

Before 1.0.0 every difference raises MINOR. `rapporteur run --public` makes 1.0.0, once. From then on the difference to
the release before decides, in the meaning that Croissant gives to semantic versions:

- PATCH: the same data; only what is said about it differs: measured figures, the data dictionary, what was refused or
  could not be fetched and why, documentation, or the code that made the same rows;
- MINOR: data was only added: rows, columns or tables;
- MAJOR: what stood there was changed or removed: a row, a value (also the place of a row), a column, its type.

Data are all tables but METADATA. Rows are the same where their keys are; of a table without a key, where all values
are.
"""

import os
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import IntEnum

from flows.errors import UsageError

# What a release says about itself. A file that was refused and is now read removes a row of `quarantine`; nothing that
# anybody could have cited goes with it.
METADATA = ("quarantine", "sources", "fetches", "changes", "columns", "quality")
MARKS = {"documents": ("stale_since",), "claims": ("confidence",)}  # columns of other tables that do

# What is told of fetching: where it alone differs, no release is made.
OF_FETCHING = ("sources", "fetches")

FIRST, FIRST_PUBLIC = "0.1.0", "1.0.0"
VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


class Step(IntEnum):
    """Which part of the number a difference raises: its place from the left."""

    MAJOR = 0
    MINOR = 1
    PATCH = 2


def step_of(kinds: Iterable[tuple[str, str]]) -> Step:
    """Return what differences raise from 1.0.0 on.

    Each is a table and "added", or else what happened to what stood there.
    """
    told = {kind for table, kind in kinds if table not in METADATA}
    if not told:
        return Step.PATCH
    return Step.MINOR if told == {"added"} else Step.MAJOR


def next_version(before: str | None, step: Step, public: bool = False) -> str:
    """Return the version that follows `before` (None for a first release); `public` makes the first public one.

    Raises UsageError where that is asked for after a public release, ValueError for what is no version.
    """
    if public:
        refuse_second_first(before)
        return FIRST_PUBLIC
    if before is None:
        return FIRST
    place = step if is_public(before) else Step.MINOR
    kept = numbers(before)
    return ".".join(map(str, [*kept[:place], kept[place] + 1, *[0] * (Step.PATCH - place)]))


def refuse_second_first(before: str | None) -> None:
    """Raise UsageError where the version `before` is public already, so that none can be the first public one."""
    if before is not None and is_public(before):
        raise UsageError(
            f"--public: {before} is public already; run without it, and the number is worked out from what differs"
        )


def is_public(version: str) -> bool:
    """Whether a version is 1.0.0 or later."""
    return numbers(version) >= (1, 0, 0)


def newest(versions: Iterable[str]) -> str | None:
    """Return the highest of the versions, by their numbers; None of none."""
    return max(versions, key=numbers, default=None)


def release_date() -> date:
    """Return the day of SOURCE_DATE_EPOCH (seconds since 1970, UTC), else today in UTC.

    Raises UsageError for no number.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH={epoch!r}: give a number of seconds since 1970") from None


def numbers(version: str) -> tuple[int, ...]:
    """MAJOR, MINOR and PATCH, by which versions are ordered; raises ValueError for what is no version."""
    found = VERSION.fullmatch(version)
    if found is None:
        raise ValueError(f"{version!r} is no version")
    return tuple(map(int, found.groups()))
