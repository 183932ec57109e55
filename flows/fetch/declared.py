"""A source as `sources/NAME.toml` declares it: what is asked, on whose terms, and how an item becomes a raw file.

docs/fetching.md says what each key means. What is not declared here is not done: there is no code of a source.
"""

import re
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import re2
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from flows.fetch.hosts import host_of, is_loopback
from flows.intake.forms import Text

Channel = Literal["feed", "sitemap", "list", "oai", "git", "symbols", "archive", "folder"]

FIELDS: dict[str, tuple[str, ...]] = {
    "feed": ("link", "id", "title", "published", "updated", "summary", "author"),
    "sitemap": ("link", "lastmod"),
    "list": ("link", "text", "title", "context"),
    "git": ("path", "folder", "name", "stem"),
    "archive": ("path", "folder", "name", "stem"),
    "folder": ("path", "folder", "name", "stem"),
    "symbols": ("link", "symbol", "language"),
}
"""What `from` may name, by channel; of `oai` it is an XPath into the record."""

FACTS = (
    *("title", "forum", "session", "place", "country_iso3", "date_start", "date_end", "date_precision"),
    *("document_kind", "language", "licence", "speaker_name", "speaker_role", "speaker_capacity", "speaking_for"),
)

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_DATAVERSE = re.compile(r"/api/(v1/)?datasets/[^/?]+/versions/[^/?]+/files(\?|$)")
_FORM = {"form": "https://HOST/api/datasets/:persistentId/versions/VERSION/files?persistentId=doi:…"}


class _Table(BaseModel):
    """A table with exactly the keys that it names, and values that stay as they were read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@lru_cache(1024)
def _pattern(value: str) -> str:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(value, options)
    except re2.error as error:
        shown = {"value": repr(value), "why": _plain(error)}
        raise PydanticCustomError("pattern", "{value} is no pattern of RE2: {why}", shown) from None
    return value


def _plain(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode() if isinstance(reason, bytes) else str(reason)


@lru_cache(1024)
def _css(value: str) -> str:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("<p></p>").css(value)
    except (SelectolaxError, ValueError):
        raise PydanticCustomError("css", "{value} is no CSS selector", {"value": repr(value)}) from None
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "file":
        if not parts.path.startswith("/") or parts.netloc:
            raise PydanticCustomError("url", "write a folder as file:///absolute/path")
        return value
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise PydanticCustomError("url", "{value} is no https:// address", {"value": repr(value)})
    if parts.username or parts.password:
        raise PydanticCustomError("url", "an address may not hold a name or password")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise PydanticCustomError("url", "http:// is for this machine alone; write https://")
    return value


def _fact(name: str) -> str:
    if name not in FACTS:
        raise PydanticCustomError("fact", "unknown fact; known are {known}", {"known": ", ".join(FACTS)})
    return name


_FactName = Annotated[str, AfterValidator(_fact)]
_Pattern = Annotated[str, AfterValidator(_pattern)]
_Css = Annotated[Text, AfterValidator(_css)]
_Address = Annotated[str, AfterValidator(_address)]
_Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$")]
_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Selector(_Table):
    """A value of an item: a constant, or a field of its entry, a part of it, a date, or what it is mapped to."""

    from_: Text | None = Field(default=None, alias="from")
    match: _Pattern | None = None
    as_: Literal["text", "date"] = Field(default="text", alias="as")
    map: dict[str, Text] | None = None
    value: Text | date | None = None

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if (self.from_ is None) == (self.value is None):
            raise PydanticCustomError("selector", "give `from` with a field of the item, or a constant `value`")
        if self.value is not None and (self.match or self.map or self.as_ != "text"):
            raise PydanticCustomError("selector", "match, map and as belong to `from`, not to a constant `value`")
        return self


TABLE, TEXT = "{table}", "{text}"
"""How errors name the two forms of a selector; no key can have such a name."""

_Selector = Annotated[
    Annotated[Selector, Tag(TABLE)] | Annotated[Text, Tag(TEXT)],
    Discriminator(lambda value: TEXT if isinstance(value, str) else TABLE),
]


class Part(_Table):
    """A part of a page."""

    select: _Css
    keep: Literal["html", "text"] = "html"


class Link(_Table):
    """The link on a page that leads to the file."""

    select: _Css


class Terms(_Table):
    """On whose terms the source is asked. Nothing is requested unless `automated` is "allowed"."""

    automated: Literal["allowed", "ask", "forbidden"]
    basis: Text
    read: date | None = None
    licence: Text
    redistribute: bool
    attribution: Text | None = None

    @model_validator(mode="after")
    def _was_read_one_day(self) -> Self:
        if self.read is None and not _ISO_DATE.search(self.basis):
            raise PydanticCustomError(
                "terms", "say when the terms were read: a date in `basis`, or `read = 2026-08-29`"
            )
        return self

    @property
    def day(self) -> str:
        """Return the day on which the terms were read."""
        return self.read.isoformat() if self.read else _ISO_DATE.findall(self.basis)[-1]


_Seconds = Annotated[float, Field(ge=0, le=30 * 86_400)]
_Number = Annotated[int, Field(ge=1)]


class Pace(_Table):
    """How often, how fast and how much."""

    min_interval_s: _Seconds = 5.0
    poll_every_s: Annotated[float, Field(ge=1, le=366 * 86_400)] = 86_400.0
    recheck_days: Annotated[float, Field(ge=0)] = 0.0
    max_new_items: _Number = 200
    max_bytes: _Number = 20_000_000
    max_seconds: Annotated[float, Field(gt=0)] = 120.0
    max_files: _Number = 100_000
    max_unpacked_bytes: _Number = 2_000_000_000


class ItemKeys(_Table):
    """How a channel's response becomes items."""

    link: _Selector | None = None
    identity: _Selector | None = None
    text: Part | None = None
    file: Link | None = None
    archive: Text | None = None
    files: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)] = ("*",)
    symbols: Annotated[tuple[Text, ...], Field(strict=False)] = ()


class Expect(_Table):
    """What a healthy channel looks like; whatever else comes is reported."""

    content_types: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    min_items: Annotated[int, Field(ge=0)] = 0
    max_silence_days: _Number | None = None


class Source(_Table):
    """All that a declaration may say."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    title: Text
    publisher: Text | None = None
    channel: Channel
    url: _Address
    hosts: Annotated[tuple[_Host, ...], Field(strict=False)] = ()
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = None
    languages: Annotated[tuple[_Language, ...], Field(strict=False)] = ()
    terms: Terms
    pace: Pace = Pace()
    item: ItemKeys = ItemKeys()
    facts: dict[_FactName, _Selector] = {}
    expect: Expect = Expect()

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Return the hosts, with their ports where they are not the usual ones, that may be asked."""
        return frozenset({host_of(self.url), *self.hosts})

    @model_validator(mode="after")
    def _fits_its_channel(self) -> Self:
        for key, allowed in (
            ("sha256", ("archive",)),
            ("item.archive", ("archive",)),
            ("item.symbols", ("symbols",)),
            ("item.files", ("git", "archive", "folder")),
            ("item.text", ("feed", "sitemap", "list", "oai", "symbols")),
            ("item.file", ("feed", "sitemap", "list", "oai")),
        ):
            if self.channel not in allowed and _is_set(self, key):
                shown = {"key": key, "channels": ", ".join(allowed)}
                raise PydanticCustomError("channel", "{key}: is for the channels {channels} only", shown)
        if self.item.text and self.item.file:
            raise PydanticCustomError("channel", "item: give text (the page is the item) or file (it leads there)")
        if (self.channel == "folder") != self.url.startswith("file:"):
            raise PydanticCustomError("channel", "url: file:// is for channel folder, and for no other")
        if self.channel == "symbols" and not (self.item.symbols and "{symbol}" in self.url):
            raise PydanticCustomError("channel", "symbols: give item.symbols, and {{symbol}} in url")
        if self.item.archive is not None and not _DATAVERSE.search(self.url):
            raise PydanticCustomError("channel", "item.archive: url has to list a dataset's files ({form})", _FORM)
        if "{language}" in self.url and not self.languages:
            raise PydanticCustomError("channel", "languages: url has {{language}}; say which")
        for key, selector in selectors(self):
            _check_field(self.channel, key, selector)
        return self


def selectors(source: Source) -> list[tuple[str, Selector | str]]:
    """Return every selector of a source with the key that it is written under."""
    named = [("item.link", source.item.link), ("item.identity", source.item.identity)]
    named += [(f"facts.{name}", selector) for name, selector in source.facts.items()]
    return [(key, selector) for key, selector in named if selector is not None]


def field_of(selector: Selector | str) -> str | None:
    """Return what a selector reads; None of a constant."""
    return selector if isinstance(selector, str) else selector.from_


def _check_field(channel: str, key: str, selector: Selector | str) -> None:
    name = field_of(selector)
    if name is None:
        return
    if channel == "oai":
        _check_xpath(key, name)
    elif channel == "list" and key == "item.link":
        _css(name)
    elif name not in FIELDS[channel]:
        shown = {"key": key, "name": repr(name), "known": ", ".join(FIELDS[channel])}
        raise PydanticCustomError("field", "{key}: {name} is no field of this channel; known are {known}", shown)


@cache
def _check_xpath(key: str, path: str) -> None:
    from lxml import etree

    try:
        etree.XPath(path, namespaces=OAI_NAMESPACES)
    except etree.XPathError as error:
        shown = {"key": key, "path": repr(path), "why": str(error)}
        raise PydanticCustomError("xpath", "{key}: {path} is no XPath: {why}", shown) from None


OAI_NAMESPACES = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "marc": "http://www.loc.gov/MARC21/slim",
}


def _is_set(source: Source, key: str) -> bool:
    table: Any = source
    for name in key.split("."):
        if name not in table.model_fields_set:
            return False
        table = getattr(table, name)
    return True
