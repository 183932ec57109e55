"""A declaration says what is done, strictly: what it may not say is told with file and key."""

import resource
import time
from pathlib import Path

import pytest

from flows.fetch.planning import by_host, plan
from flows.fetch.reading import SourceError, parse_source, read_source, read_sources
from tests.fetch.conftest import declaration

PROJECT = Path(__file__).parents[2]

EXAMPLE = """
id = "un-press"
title = "UN press releases and meetings coverage"
publisher = "United Nations, Department of Global Communications"
channel = "feed"                # feed | sitemap | list | oai | git | symbols | folder
url = "https://press.un.org/en/rss.xml"
languages = ["en"]

[terms]                         # nothing is requested unless automated = "allowed"
automated = "allowed"           # allowed | ask | forbidden
basis = "robots.txt and terms of use, read 2026-08-29"
licence = "UN terms of use: personal, non-commercial"
redistribute = false            # words stay with the user; offsets and coding are published
attribution = "United Nations"

[pace]
min_interval_s = 5              # the larger of this and robots' Crawl-delay
max_new_items = 200
max_bytes = 20_000_000

[item]                          # selectors over the response; feedparser/XPath/JSON pointer by channel
link = "link"
identity = { from = "link", match = "/(?P<id>[a-z]+\\\\d+)" }   # one meeting, two addresses, one item
text = { select = "article .field--name-body", keep = "html" }

[facts]                         # become the sidecar, each with basis "fetch: un-press, <sha256 of the response>"
title = "title"
date_start = { from = "published", as = "date" }
forum = { from = "link", map = { sc = "UN Security Council", ga = "UN General Assembly" } }

[expect]                        # broken is told, not suffered
content_types = ["application/rss+xml"]
min_items = 1
max_silence_days = 14
"""


def test_the_example_of_the_documentation_is_right() -> None:
    source = parse_source(EXAMPLE.encode(), "un-press.toml")
    assert source.terms.day == "2026-08-29"
    assert source.allowed_hosts == {"press.un.org"}


def test_what_may_be_left_out_has_a_default() -> None:
    short = [line for line in EXAMPLE.splitlines() if not line.startswith(("identity", "max_", "languages", "text"))]
    source = parse_source("\n".join(short).replace("min_interval_s = 5 ", "min_interval_s = 0 ").encode(), "x")
    assert source.item.identity is None and source.pace.min_interval_s == 0 and source.languages == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('title = "UN press', 'titel = "x"\ntitle = "UN press', "titel: unknown key; known are id, title"),
        ("max_new_items = 200", 'max_new_items = "200"', "pace.max_new_items: Input should be a valid integer"),
        ("max_bytes = 20_000_000", "max_megabytes = 20", "pace.max_megabytes: unknown key; known are min_interval_s"),
        ('automated = "allowed"  ', 'automated = "yes"  ', "terms.automated: Input should be 'allowed', 'ask'"),
        (", read 2026-08-29", "", "terms: say when the terms were read"),
        ('channel = "feed"', 'channel = "rss"', "channel: Input should be 'feed', 'sitemap'"),
        ("https://press.un.org", "http://press.un.org", "url: http:// is for this machine alone"),
        ("https://press.un.org", "https://me:pw@press.un.org", "url: an address may not hold a name or password"),
        ('title = "title"', 'titel = "title"', "facts.titel: unknown fact; known are title, forum"),
        ('title = "title"', 'title = "headline"', "facts.title: 'headline' is no field of this channel; known"),
        ('as = "date"', 'as = "day"', "facts.date_start.as: Input should be 'text' or 'date'"),
        ("(?P<id>[a-z]+", "(?P<id>[a-z+", "item.identity.match: '/(?P<id>[a-z+\\\\d+)' is no pattern of RE2"),
        ("article .field", "article >> .field", "item.text.select: 'article >> .field--name-body' is no CSS selector"),
        ('link = "link"', 'link = { from = "link", value = "x" }', "item.link: give `from` with a field of the item"),
        ('link = "link"', 'files = ["*.txt"]', "item.files: is for the channels git, archive, folder only"),
        ("redistribute = false", "", "terms.redistribute: Field required"),
        ("[expect]", "[expect]\nsilence = 3", "expect.silence: unknown key; known are content_types"),
        ("[terms]", "[terms", "is not TOML"),
    ],
)
def test_what_a_declaration_may_not_say_is_told_with_file_and_key(before: str, after: str, said: str) -> None:
    assert before in EXAMPLE
    with pytest.raises(SourceError) as error:
        parse_source(EXAMPLE.replace(before, after, 1).encode(), "sources/un-press.toml")
    assert str(error.value).startswith("sources/un-press.toml: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_declaration_has_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(EXAMPLE)
    with pytest.raises(SourceError, match="id: 'un-press' is not the file's name; write id = 'other'"):
        read_source(tmp_path / "other.toml")


def test_a_source_that_is_not_declared_is_told_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "un-press.toml").write_text(EXAMPLE)
    with pytest.raises(SourceError, match="declares no source 'press'; known are un-press"):
        list(read_sources(tmp_path, ["press"]))


def test_the_declarations_that_ship_wait_for_somebody_to_read_the_terms() -> None:
    shipped = [declared.source for declared in read_sources(PROJECT / "sources")]
    assert {"ungdc", "unsc-debates", "un-ga-resolutions", "un-sc-resolutions"} <= {source.id for source in shipped}
    assert {source.terms.automated for source in shipped} == {"ask"}
    assert all(source.terms.read and source.terms.attribution for source in shipped)
    assert all("stored" in source.terms.basis for source in shipped)  # nobody read them at the site


def test_no_declaration_that_ships_has_an_address_to_be_filled_in() -> None:
    urls = {declared.source.id: declared.source.url for declared in read_sources(PROJECT / "sources")}
    numbers = [url.rsplit("/", 1)[1] for url in urls.values() if "/datafile/" in url]
    assert numbers and all(number.isdigit() for number in numbers)
    assert "persistentId=doi:10.7910/DVN/KGVSYH" in urls["unsc-debates"]


def test_ten_thousand_sources_are_planned_without_holding_them(tmp_path: Path) -> None:
    toml = declaration("feed", "https://portal.example/rss.xml")
    for number in range(10_000):
        named = toml.replace('"portal"', f'"portal-{number}"').replace("portal.example", f"p{number % 500}.example")
        (tmp_path / f"portal-{number}.toml").write_text(named)
    began, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    hosts = by_host(plan(tmp_path, tmp_path / "raw"))
    taken = time.process_time() - began
    assert len(hosts) == 500 and sum(map(len, hosts.values())) == 10_000
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    print(f"planned 10,000 sources in {taken:.1f} CPU seconds, {grown:.0f} MiB more")  # noqa: T201
    assert grown < 50
