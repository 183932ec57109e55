"""What a text is cited by: who said what, where and when. Of its release it says nothing: it outlasts them all.

    Burhan Gafoor (Chair of the working group). Closing remarks of the Chair. First substantive session. New York,
    December 2021.

What is not known is left out. A date is as exact as it is known.
"""

from datetime import date
from typing import NamedTuple

from flows.months import month_names
from flows.records import Description

_DASH = "–"


class Voiced(NamedTuple):
    """Who speaks in a statement, as its row has it; what is not known is None."""

    label: str | None = None
    name: str | None = None
    role: str | None = None
    capacity: str | None = None
    speaking_for: str | None = None


def citation(described: Description, path: str, voice: Voiced | None = None) -> str:
    """Return the citation of a document, or of the statement of `voice` in it.

    `path` is that of the raw file, which stands for a title where there is none.
    """
    place = described.place
    parts = (
        _who(voice) if voice else None,
        described.title or f"[{path}]",
        ", ".join(filter(None, (described.forum, described.session))),
        described.symbol,
        ", ".join(filter(None, (place, when(described)))),
    )
    return " ".join(_ended(part) for part in parts if part)


def when(described: Description) -> str | None:
    """Return the date in words, as exact as it is known: `4–5 October 2012`, `December 2021`, `1969`."""
    first, last = described.date_start, described.date_end
    if first is None:
        return None
    texts = [_written(day, described.date_precision) for day in (first, last) if day is not None]
    if len(texts) < 2 or texts[0] == texts[1]:
        return texts[0]
    if described.date_precision == "day" and last is not None and (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{_DASH}{texts[1]}"
    return f"{texts[0]} {_DASH} {texts[1]}"


def _written(day: date, precision: str | None) -> str:
    if precision == "year":
        return str(day.year)
    month = f"{month_names('en')[day.month]} {day.year}"
    return month if precision == "month" else f"{day.day} {month}"


def _who(voice: Voiced) -> str | None:
    """Return the speaker, with office and whom they speak for; a chair's body is the forum, which is told anyway."""
    name = voice.name or voice.label or voice.role or voice.speaking_for
    if name is None:
        return None
    role = voice.role if voice.role != name else None
    whom = voice.speaking_for if voice.capacity != "chair" and voice.speaking_for != name else None
    more = "; ".join(part for part in (role, whom) if part and part not in name)
    return f"{name} ({more})" if more else name


def _ended(part: str) -> str:
    return part if part.endswith((".", "?", "!", "…")) else f"{part}."
