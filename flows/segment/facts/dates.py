"""Days, months and years as documents print them, in the languages of months.csv."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from flows.months import month_numbers

EARLIEST, LATEST = 1900, 2099
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_LONGEST = 80  # code points of a date before its year
_BEHIND = 7  # code points that tell whether a month and day follow the year: "-05-17" and no further digit


class Printed(NamedTuple):
    """A day, several, a month or a year, and where it stands in a text."""

    first: date
    last: date | None  # where several days are named
    precision: str
    start: int
    end: int


def find_dates(text: str) -> Iterator[Printed]:
    """Yield the dates of a text in its order; what is no day of any calendar is passed over."""
    for start, end in _near_years(text):
        for match in _pattern().finditer(text, start, end):
            if (found := _read(match)) is not None:
                yield found


def _near_years(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which a date may stand, since each has a year: few, and much faster to find."""
    start = end = 0
    for year in _YEAR.finditer(text):
        if year.start() - _LONGEST > end:
            if end:
                yield start, end
            start = year.start() - _LONGEST
        end = min(len(text), year.end() + _BEHIND)
    if end:
        yield start, end


def _read(match: re.Match[str]) -> Printed | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    part = "abcde"[next(k for k, letter in enumerate("abcde") if f"y{letter}" in groups)]
    year = int(groups[f"y{part}"])
    if not EARLIEST <= year <= LATEST:
        return None
    month = _number(groups, f"m{part}")
    before = _number(groups, f"x{part}")  # "31 October to 1 November": the first month
    day, until = groups.get(f"d{part}"), groups.get(f"u{part}")
    other = _number(groups, f"n{part}") or month
    try:
        if day is None:
            return Printed(date(year, month, 1), None, "month", *match.span())
        first = date(year, before or month, int(day))
        last = date(year, other, int(until)) if until else None
    except ValueError:
        return None
    if last is not None and last <= first:
        last = None
    return Printed(first, last, "day", *match.span())


def _number(groups: dict[str, str], name: str) -> int:
    value = groups.get(name, "")
    return int(value) if value.isdigit() else month_numbers().get(value.lower(), 0)


@cache
def _pattern() -> re.Pattern[str]:
    """Day, month, year in the orders in which they are printed; the last letter of a group tells the order."""
    months = "|".join(sorted(map(re.escape, month_numbers()), key=len, reverse=True))
    day, to = r"0?([1-9]|[12]\d|3[01])", r"\s?(?:[-–—]{1,3}|to|and|et|y|au|al|a)\s?"
    end = r"(?:st|nd|rd|th|er|º|°|\.)?"

    def named(group: str) -> str:
        return day.replace("(", f"(?P<{group}>", 1)

    month = rf"(?P<%s>{months})\.?"
    return re.compile(
        "(?i)"
        rf"(?<![\w/~^])(?:{named('da')}{end}(?:(?:\s(?:of |de )?(?P<xa>{months}))?{to}{named('ua')}{end})?"
        rf"\s(?:of |de )?{month % 'ma'},?(?: de | del )?\s?(?P<ya>\d{{4}})(?!\d)"
        rf"|{month % 'mb'}\s{named('db')}{end}(?:{to}(?:(?P<nb>{months})\s)?{named('ub')}{end})?"
        rf",?\s(?P<yb>\d{{4}})(?!\d)"
        rf"|(?P<yc>\d{{4}})-(?P<mc>\d\d)-(?P<dc>\d\d)(?!\d)"
        rf"|(?P<dd>\d{{1,2}})[./](?P<md>\d{{1,2}})[./](?P<yd>\d{{4}})(?!\d)"
        rf"|{month % 'me'},?(?: de | of )?\s?(?P<ye>\d{{4}})(?!\d))"
    )
