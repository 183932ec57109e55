"""What a selector makes of an item's entry."""

import re
from collections.abc import Callable
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

import re2

from flows.fetch.declared import Selector

_LETTERS = re.compile(r"[^\W\d_]+")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR = re.compile(r"\d{4}")

Read = Callable[[str], str | None]
"""Gives what an entry has in a field."""


def value_of(selector: Selector | str, read: Read) -> str | None:
    """Return what the selector finds in an entry; None where there is nothing, or not of that form."""
    if isinstance(selector, str):
        return _clean(read(selector))
    if selector.value is not None:
        return str(selector.value)
    found = _clean(read(selector.from_ or ""))
    if found is not None and selector.match is not None:
        found = matched(selector.match, found)
    if found is not None and selector.map is not None:
        found = mapped(selector.map, found)
    if found is not None and selector.as_ == "date":
        return day_of(found)
    return found


def matched(pattern: str, text: str) -> str | None:
    """Return the group `id` of the first match, else its first group, else all of it; None where nothing matches."""
    found = _compiled(pattern).search(text)
    if found is None:
        return None
    groups = found.groupdict()
    part: str | None = groups["id"] if "id" in groups else found.group(1 if found.groups() else 0)
    return part


def mapped(table: dict[str, str], text: str) -> str | None:
    """Return the value of the key that is the text, else of the first one that is a whole word of letters in it."""
    if text in table:
        return table[text]
    words = set(_LETTERS.findall(text))
    return next((value for key, value in table.items() if key in words), None)


def day_of(text: str) -> str | None:
    """Return a date, however feeds write it, as ISO 8601: a day, or a year where only that is known."""
    if found := _ISO.search(text):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            return None
    if _YEAR.fullmatch(text):
        return text
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError):
        pass
    for form in ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%d/%m/%Y", "%Y%m%d"):
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return None


@lru_cache(1024)
def _compiled(pattern: str) -> "re2._Regexp":
    return re2.compile(pattern)


def _clean(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text is not None else None
