"""Gather the facts of a document from its front and its first sentences, and put the sidecar's word first."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from slugify import slugify

from flows.records import Block, CleanDocument, Description, Fact, Sidecar, Speaker, Statement
from flows.segment.cutting import raw_stretch
from flows.segment.facts.dates import Printed, find_dates
from flows.segment.facts.front import Front, read_front
from flows.segment.facts.masthead import (
    Found,
    find_forum,
    find_item,
    find_place,
    find_session,
    find_symbol,
    may_name_place,
)
from flows.segment.facts.recorded import DOCUMENT, recorded_facts, unused_facts
from flows.segment.facts.recorded import Told as _Told
from flows.segment.facts.titles import (
    chair_pattern,
    field_of,
    find_kind,
    find_title,
    is_genre,
    meeting_pattern,
    read_author,
    read_person,
)
from flows.segment.speaker_labels import is_state
from flows.segment.speakers import Read, read_opening

LEAD = 1_200
"""Code points of the first running text that may tell when and where a meeting was."""

_KIND_SAMPLE = 500
_NEAR = 80
"""Code points between a verb of meeting and the day of the meeting."""

_SPEAKER = ("speaker_name", "speaker_role", "speaker_capacity", "speaking_for")
_UNITS = (  # fields that are taken together: from the sidecar, or from the text
    ("title",),
    ("forum",),
    ("session",),
    ("symbol",),
    ("agenda_item",),
    ("place", "country_iso3"),
    ("date_start", "date_end", "date_precision"),
    ("document_kind",),
)
_COMPARED = frozenset(["symbol", "date_start", "document_kind", "country_iso3", "speaker_capacity"])


class Described(NamedTuple):
    """What a document says of itself, the facts with their places, and the speaker where it has one voice."""

    description: Description
    facts: tuple[Fact, ...]
    speaker: Speaker


def describe(clean: CleanDocument, statements: Sequence[Statement]) -> Described:
    """Return what the document says of itself; the sidecar's word wins, and what contradicts it is told as unused."""
    sidecar = clean.document.sidecar
    front = read_front(clean, statements)
    told = _from_fields(front)
    title = _title(front, told) if front.lines else None
    if front.lines:
        _from_masthead(front, title, told)
    lead = _lead(statements)
    alone = len(statements) == 1 and statements[0].speaker_label is None
    if lead is not None:
        _from_lead(*lead, told)
    speaker = _speaker(front, title, statements, told) if alone else Speaker()
    _kind(front, title, lead, statements, speaker, told)
    if (
        alone
        and told.get("document_kind", _NOTHING).value == "chair_statement"
        and speaker.capacity in (None, "national")
    ):
        speaker = _in_the_chair(speaker, told)
    recorded = recorded_facts(clean.document.structure)
    told = told | recorded if clean.document.structure.decides else recorded | told
    described = _settled(sidecar, told, speaker if alone else Speaker())
    unused = unused_facts(clean.document.structure, described.facts, statements)
    return described._replace(facts=(*described.facts, *unused))


_NOTHING = _Told("", 0, 0)


def _from_fields(front: Front) -> dict[str, _Told]:
    """Return the facts of a form: lines that name a field and give its value."""
    told: dict[str, _Told] = {}
    for number, line in enumerate(front.lines):
        if (found := field_of(line.text)) is None:
            continue
        field, at = found
        end = line.end
        for more in front.lines[number + 1 : number + 3]:  # a value may run over its line
            if (
                more.gap
                or ":" in more.text
                or (front.text[end - 1 : end] not in ",-" and not _runs_on(line.text, more.text))
            ):
                break
            end = more.end
        start = line.start + at
        told.setdefault(field, _Told(front.text[start:end].strip(), *front.raw_span(start, end)))
    if "date" in told:
        dates = list(find_dates(told["date"].value))
        if dates:
            _tell_date(dates[0], told["date"], told)
    return told


def _runs_on(before: str, text: str) -> bool:
    return len(before) > 60 and text.isupper() == before.partition(":")[2].isupper()


def _title(front: Front, told: dict[str, _Told]) -> tuple[int, int] | None:
    symbol = find_symbol(front)
    if symbol is not None:
        told.setdefault("symbol", _placed(front, symbol))
    title = find_title(front, symbol is not None)
    if title is not None and "title" not in told:
        told["title"] = _Told(" ".join(front.text[slice(*title)].split()), *front.raw_span(*title))
    return title


def _from_masthead(front: Front, title: tuple[int, int] | None, told: dict[str, _Told]) -> None:
    """Forum, session, item, date and place, of the title before the lines around it."""
    whole = front.text
    named = whole[slice(*title)] if title else ""
    offset = title[0] if title else 0
    forum = find_forum(named) if named else None
    known = forum if forum is not None and forum.key else find_forum(whole, known_only=True)
    if (best := known or forum) is not None:
        told.setdefault("forum", _placed(front, best, offset if best is forum else 0))
    session = find_session(named) if named else None
    if (best := session or find_session(whole)) is not None:
        told.setdefault("session", _placed(front, best, offset if best is session else 0))
    if (item := find_item(front)) is not None:
        told.setdefault("agenda_item", _placed(front, item))
    _date_and_place(front, title, told)


def _date_and_place(front: Front, title: tuple[int, int] | None, told: dict[str, _Told]) -> None:
    every = list(find_dates(front.text))
    inside = [one for one in every if title and title[0] <= one.start < title[1]]
    dates = [one for one in every if one not in inside and _tells_the_day(front, one)]
    best = next((one for one in dates if one.precision == "day"), None) or (dates[0] if dates else None)
    if best is None and inside and len(inside) == 1:
        best = inside[0]
    if best is not None and "date_start" not in told:
        _tell_date(best, _Told("", *front.raw_span(best.start, best.end)), told)
    if "place" in told or not may_name_place(front.text):
        return
    near = front.line_at(best.start) if best is not None else None
    order = [k for k in (near, *(() if near is None else (near - 1, near + 1, near - 2, near + 2))) if k is not None]
    for k in [*order, *range(len(front.lines))]:
        if 0 <= k < len(front.lines) and not _is_address(front.lines[k].text):
            line = front.lines[k]
            if title and title[0] <= line.start < title[1] and len(line.text) > 60:
                continue
            if (place := find_place(line.text)) is not None and _is_place_line(line.text, place):
                told["place"] = _placed(front, place, line.start)
                return


def _is_address(text: str) -> bool:
    """Whether a line is a letterhead's address."""
    return sum(map(str.isdigit, text)) > 8 or "@" in text


def _is_place_line(text: str, place: Found) -> bool:
    """Whether a line tells where: little more than the place, a date and a hall; the place is no part of a name."""
    rest = text[place.end :].lstrip()
    in_name = rest[:1].isupper() and text[place.end] == " " and not (is_state(rest) or _begins_with_date(rest))
    before = place.start == 0 or text[place.start - 1] in " ,("
    return len(text) <= 90 and not is_genre(text) and before and not in_name


def _begins_with_date(text: str) -> bool:
    return any(printed.start == 0 for printed in find_dates(text))


def _tells_the_day(front: Front, printed: Printed) -> bool:
    """Whether a date stands as that of a document does: on a line with little else, not in a sentence or a period."""
    line = front.lines[front.line_at(printed.start)]
    rest = len(line.text) - (printed.end - printed.start)
    before = front.text[max(line.start, printed.start - 12) : printed.start].lower()
    return rest <= 60 and not re.search(r"(?:from|to|dated|of|as at|until|du|au) $", before)


def _lead(statements: Sequence[Statement]) -> tuple[Block, int] | None:
    """Return the first running text of a document without turns, and where its first sentence ends."""
    if not statements or statements[0].speaker_label is not None:
        return None
    for paragraph in statements[0].paragraphs:
        if paragraph.kind == "body" and len(paragraph.block.text) > 80:
            return paragraph.block, min(LEAD, paragraph.sentences[0].end - paragraph.start)
    return None


def _from_lead(lead: Block, end: int, told: dict[str, _Told]) -> None:
    """Add what the first sentence tells of a meeting: "On 3 May 2021 … convened", "… met in Geneva on 3 May 2021"."""
    text = lead.text[:end]
    if (place := re.match(r"([^.:]{3,40}):\s", text)) and (city := find_place(place[1])) is not None:
        _tell(lead, "place", city, told)  # "Sentosa, Singapore: …"
    opening = lead.text[:LEAD] if ", who " in lead.text[:LEAD] else ""
    if (chair := chair_pattern().match(opening)) is not None and "speaker_name" not in told:
        for field, group in (("speaker_role", 1), ("speaker_name", 2)):
            _tell(lead, field, Found(chair[group], chair.start(group), chair.end(group)), told)
    meeting = meeting_pattern().search(text)
    if meeting is None:
        return
    dates = list(find_dates(text))
    at = dates[0].start if dates else 0
    if dates and "date_start" not in told and (at <= 4 or 0 <= at - meeting.end() < _NEAR):
        _tell_date(dates[0], _Told("", *raw_stretch(lead, at, dates[0].end)), told)
        between = text[meeting.start() : at]
        if (city := find_place(between)) is not None and "place" not in told and between[: city.start].endswith(" in "):
            _tell(
                lead, "place", city._replace(start=city.start + meeting.start(), end=city.end + meeting.start()), told
            )
    if "forum" not in told and (forum := find_forum(text)) is not None:
        name = forum.value.strip(" ,")
        _tell(lead, "forum", forum._replace(value=name, end=forum.start + len(name)), told)
    if "session" not in told and (session := find_session(text, in_words=True)) is not None:
        _tell(lead, "session", session, told)


def _tell(block: Block, field: str, found: Found, told: dict[str, _Told]) -> None:
    told.setdefault(field, _Told(found.value, *raw_stretch(block, found.start, found.end), found.key))


def _speaker(
    front: Front, title: tuple[int, int] | None, statements: Sequence[Statement], told: dict[str, _Told]
) -> Speaker:
    """Return the speaker of a document with one voice.

    Of its title, the lines around it, a form, or the first sentences.
    """
    reads: Iterable[Read] = read_author(front.text[slice(*title)]) if title else ()
    offset = title[0] if title else 0
    for read in reads:
        told.setdefault(read.field, _Told(read.value, *front.raw_span(offset + read.start, offset + read.end)))
    if "speaker_name" not in told and "speaker_role" not in told:
        for k, line in enumerate(front.lines[:15]):
            behind = front.lines[k + 1].end if k + 1 < len(front.lines) and not front.lines[k + 1].gap else line.end
            if person := read_person(front.text[line.start : behind]):
                for read in person:
                    told.setdefault(
                        read.field, _Told(read.value, *front.raw_span(line.start + read.start, line.start + read.end))
                    )
                break
    if "sector" in told:
        _of_sector(told)
    known = Speaker(*(told[field].value if field in told else None for field in _SPEAKER))
    blocks = [p.block for p in statements[0].paragraphs if p.kind == "body"][:3]
    speaker, places = read_opening(blocks, known)
    for block, read in places:
        if known.speaking_for is None or (
            read.field in ("speaker_capacity", "speaking_for") and speaker.capacity == "group"
        ):
            told[read.field] = _Told(read.value, *raw_stretch(block, read.start, read.end))
    if known.speaking_for is not None and speaker.capacity != "group":
        speaker = known
    return speaker


def _of_sector(told: dict[str, _Told]) -> None:
    """Add the capacity that a contribution's sector gives."""
    sector = told.pop("sector")
    government = "govern" in sector.value.lower()
    told.setdefault("speaker_capacity", sector._replace(value="national" if government else "stakeholder"))


def _kind(
    front: Front,
    title: tuple[int, int] | None,
    lead: tuple[Block, int] | None,
    statements: Sequence[Statement],
    speaker: Speaker,
    told: dict[str, _Told],
) -> None:
    """Add the kind of document: as its title tells, or by whose voice it is, or as its first sentences tell."""
    if sum(statement.speaker_label is not None for statement in statements) > 1:
        first = next(s for s in statements if s.speaker_label is not None).paragraphs[0].block
        told["document_kind"] = _Told("transcript", *raw_stretch(first, 0, 1))
        return
    named = front.text[slice(*title)] if title else ""
    by_title = find_kind(named) if named else None
    if by_title is not None and title is not None:
        told["document_kind"] = _Told(by_title[0], *front.raw_span(title[0] + by_title[1], title[0] + by_title[2]))
        return
    for kind, capacity in (
        ("group_statement", "group"),
        ("national_statement", "national"),
        ("chair_statement", "chair"),
    ):
        if speaker.capacity == capacity and "speaker_capacity" in told:
            told["document_kind"] = told["speaker_capacity"]._replace(value=kind, key="")
            return
    around = find_kind(front.text)
    if around is not None:
        told["document_kind"] = _Told(around[0], *front.raw_span(around[1], around[2]))
    elif lead is not None and (found := find_kind(lead[0].text[:_KIND_SAMPLE])) is not None and found[0] != "report":
        told["document_kind"] = _Told(found[0], *raw_stretch(lead[0], found[1], found[2]))


def _in_the_chair(speaker: Speaker, told: dict[str, _Told]) -> Speaker:
    """Return the speaker of a chair's statement: for the body, and never for the state that sent them."""
    told["speaker_capacity"] = told["document_kind"]._replace(value="chair")
    forum = told.get("forum")
    if forum is not None:
        told["speaking_for"] = forum
    else:
        told.pop("speaking_for", None)
    return speaker._replace(capacity="chair", speaking_for=forum.value if forum else None)


def _tell_date(printed: Printed, where: _Told, told: dict[str, _Told]) -> None:
    told["date_start"] = where._replace(value=printed.first.isoformat(), key="")
    if printed.last is not None:
        told["date_end"] = where._replace(value=printed.last.isoformat(), key="")
    told["date_precision"] = where._replace(value=printed.precision, key="")


def _placed(front: Front, found: Found, offset: int = 0) -> _Told:
    return _Told(found.value, *front.raw_span(offset + found.start, offset + found.end), found.key)


def _settled(sidecar: Sidecar, told: dict[str, _Told], speaker: Speaker) -> Described:
    """Return the sidecar's word first, field by field; what the text says otherwise is a fact that is not used."""
    place = told.get("place")
    if place is not None and place.key and "country_iso3" not in told:
        told["country_iso3"] = place._replace(value=place.key, key="")
    facts: list[Fact] = []
    values: dict[str, Any] = {}
    for unit in _UNITS:
        given = [field for field in unit if getattr(sidecar, field, None) is not None]
        for field in unit:
            known = getattr(sidecar, field, None)
            found = told.get(field)
            if known is not None:
                values[field] = known
            elif found is not None and not given:
                values[field] = date.fromisoformat(found.value) if field in ("date_start", "date_end") else found.value
            if found is not None and (
                not given or (known is not None and _contradicts(field, str(known), found.value, sidecar))
            ):
                facts.append(Fact(field, found.value, found.basis, 0, found.raw_start, found.raw_end, not given))
    by_sidecar = [field for field in _SPEAKER if getattr(sidecar, field) is not None]
    if not by_sidecar:
        for field in _SPEAKER:
            if getattr(speaker, field.removeprefix("speaker_")) is not None and field in told:
                facts.append(Fact(field, told[field].value, DOCUMENT, 1, told[field].raw_start, told[field].raw_end))
    else:
        speaker = Speaker()
    values.pop("agenda_item", None)
    series, index = _series(sidecar, told)
    facts += series_facts(series, index, told) if sidecar.series_id is None else []
    return Described(Description(**values, series_id=series, session_index=index), tuple(facts), speaker)


def _series(sidecar: Sidecar, told: dict[str, _Told]) -> tuple[str | None, int | None]:
    """Return the id of the body or process, and the number of its session: what makes two documents sessions of one."""
    forum = told.get("forum")
    series = sidecar.series_id
    if series is None and sidecar.forum is not None:
        known = find_forum(sidecar.forum, known_only=True)
        series = known.key if known is not None else slugify(sidecar.forum, backend="text-unidecode")
    elif series is None and forum is not None:
        series = forum.key or slugify(forum.value, backend="text-unidecode")
    index = sidecar.session_index
    if index is None and sidecar.session is not None:
        found = find_session(sidecar.session)
        index = int(found.key) if found is not None else None
    elif index is None and "session" in told and told["session"].key.isdigit():
        index = int(told["session"].key)
    return series or None, index


def series_facts(series: str | None, index: int | None, told: dict[str, _Told]) -> list[Fact]:
    """Return the facts that the ids of series and session stand for."""
    rows = [("series_id", series, told.get("forum")), ("session_index", index, told.get("session"))]
    return [
        Fact(field, str(value), where.basis, 0, where.raw_start, where.raw_end)
        for field, value, where in rows
        if value is not None and where is not None
    ]


def _contradicts(field: str, known: str, found: str, sidecar: Sidecar) -> bool:
    """Whether the text says something else than the sidecar, where the two can be compared."""
    if field not in _COMPARED or known == found:
        return False
    if field == "date_start":
        last = sidecar.date_end or sidecar.date_start
        if sidecar.date_precision == "month":
            return known[:7] != found[:7]
        if sidecar.date_precision == "year":
            return known[:4] != found[:4]
        return not known <= found <= str(last)
    return True
