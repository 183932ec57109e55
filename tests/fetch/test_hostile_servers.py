"""What servers do to fetchers, and what is recorded of it; nothing is retried for ever, nothing is evaded."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.fetch.messages import Polled
from flows.fetch.record import read_lines
from flows.fetch.tables import fetch_tables
from tests.fetch.conftest import declaration
from tests.fetch.portal import Answer, Asked, Portal, bomb, oai_error, oai_page, rss

Poll = Callable[..., Polled]


@pytest.fixture
def feed(portal: Portal) -> str:
    """A feed of one item, `/one.txt`."""
    portal.put("/feed.xml", rss(("One", "/one.txt"), base=portal.url), "application/rss+xml")
    portal.put("/one.txt", "Many delegations called for restraint.\n")
    return declaration("feed", f"{portal.url}/feed.xml")


def rows(raw: Path, table: str = "fetches") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fetch_tables(raw)[table].to_pylist()
    return found


def lines(raw: Path) -> list[dict[str, Any]]:
    return list(read_lines(raw / "portal" / "fetches.jsonl"))


def in_turn(*answers: Answer) -> Callable[[Asked], Answer]:
    """Each answer once, and the last one from then on."""
    left = list(answers)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


def test_a_second_poll_sends_conditional_requests_only(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    assert polled(feed).counts == {"new": 1}
    portal.asked.clear()
    assert polled(feed, fresh=True).counts == {"not_modified": 1}
    assert portal.paths(robots=True) == ["/feed.xml", "/one.txt"]
    assert all(asked.conditional for asked in portal.asked)
    assert [row["outcome"] for row in rows(raw)] == ["new"]


def test_every_request_names_us_and_whom_to_turn_to(portal: Portal, feed: str, polled: Poll) -> None:
    polled(feed)
    for asked in portal.asked:
        assert asked.headers["user-agent"].startswith("Rapporteur/")
        assert asked.headers["user-agent"].endswith("(+data@example.org)")
        assert asked.headers["from"] == "data@example.org"


def test_too_many_requests_is_waited_for_as_long_as_the_server_says(portal: Portal, feed: str, polled: Poll) -> None:
    portal.answers["/one.txt"] = in_turn(Answer(status=429, headers={"Retry-After": "7"}), Answer(b"Many agreed.\n"))
    assert polled(feed).counts == {"new": 1}
    assert any(6 < pause <= 7 for pause in polled.waited)  # type: ignore[attr-defined]


def test_a_server_that_wants_rest_for_long_gets_it_across_polls(
    portal: Portal, feed: str, raw: Path, polled: Poll
) -> None:
    portal.answers["/one.txt"] = Answer(status=429, headers={"Retry-After": "3600"})
    first = polled(feed)
    assert first.counts == {"rate_limited": 1} and first.failed
    portal.asked.clear()
    assert polled(feed, fresh=True).outcome == "rate_limited"
    assert portal.asked == []
    assert rows(raw)[0]["outcome"] == "rate_limited"


def test_unavailable_is_asked_again_later_and_later_and_then_left(portal: Portal, feed: str, polled: Poll) -> None:
    portal.answers["/one.txt"] = Answer(status=503)
    found = polled(feed)
    assert found.counts == {"failed": 1} and found.failed
    assert portal.paths().count("/one.txt") == 3
    pauses = [pause for pause in polled.waited if pause > 0.5]  # type: ignore[attr-defined]
    assert pauses == sorted(pauses) and len(pauses) == 2
    portal.put("/one.txt", "Many agreed.\n")
    assert polled(feed).counts == {"new": 1}


def test_robots_txt_that_forbids_is_obeyed(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    portal.put("/robots.txt", "User-agent: *\nDisallow: /one\n")
    found = polled(feed)
    assert found.counts == {"robots": 1} and not found.failed
    assert portal.paths() == ["/feed.xml"]
    assert rows(raw)[0]["outcome"] == "robots"


def test_rules_for_us_by_name_go_before_those_for_all(portal: Portal, feed: str, polled: Poll) -> None:
    portal.put("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: Rapporteur\nAllow: /\n")
    assert polled(feed).counts == {"new": 1}


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_txt_that_fails_forbids_everything(portal: Portal, feed: str, polled: Poll, status: int) -> None:
    portal.answers["/robots.txt"] = Answer(status=status)
    found = polled(feed)
    assert found.outcome == "robots" and found.failed
    assert portal.paths() == []


def test_robots_txt_that_is_not_there_permits_everything(portal: Portal, feed: str, polled: Poll) -> None:
    portal.answers["/robots.txt"] = Answer(status=403)
    assert polled(feed).counts == {"new": 1}


def test_crawl_delay_is_kept_where_it_is_longer_than_the_declared_pace(portal: Portal, feed: str, polled: Poll) -> None:
    portal.put("/robots.txt", "User-agent: *\nCrawl-delay: 5\n")
    polled(feed)
    assert len([pause for pause in polled.waited if 4.5 < pause <= 5]) == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>prove that you are human</html>", "text/html", 202),
        Answer(b"<!DOCTYPE html><html><body>Just a moment</body></html>", "text/html; charset=utf-8"),
        Answer(b"denied", status=403, headers={"x-amzn-waf-action": "challenge"}),
    ],
    ids=["202", "HTML where XML is due", "said in a header"],
)
def test_a_challenge_for_browsers_is_told_and_not_solved(
    portal: Portal, feed: str, raw: Path, polled: Poll, answer: Answer
) -> None:
    portal.answers["/feed.xml"] = answer
    found = polled(feed)
    assert found.outcome == "challenge" and found.failed
    assert portal.paths().count("/feed.xml") == 1
    assert rows(raw, "sources")[0]["outcome"] == "challenge"


def test_a_200_with_nothing_in_it_is_no_document(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    portal.put("/one.txt", b"")
    found = polled(feed)
    assert found.counts == {"empty_body": 1} and not found.failed
    portal.put("/one.txt", "It was published at last.\n")
    assert polled(feed).counts == {"new": 1}


def test_a_redirect_to_another_host_is_not_followed(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    portal.answers["/one.txt"] = Answer(status=302, headers={"Location": "https://elsewhere.example/one.txt"})
    assert polled(feed).counts == {"redirected_off_host": 1}
    assert "elsewhere.example" in rows(raw)[0]["final_url"]


def test_a_link_to_another_host_is_not_followed(portal: Portal, polled: Poll) -> None:
    portal.put("/feed.xml", rss(("One", "https://elsewhere.example/one.txt")), "application/rss+xml")
    assert polled(declaration("feed", f"{portal.url}/feed.xml")).counts == {"redirected_off_host": 1}


def test_a_redirect_within_declared_hosts_is_followed(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    portal.answers["/one.txt"] = Answer(status=301, headers={"Location": "/moved.txt"})
    portal.put("/moved.txt", "Some agreed.\n")
    assert polled(feed).counts == {"new": 1}
    assert rows(raw)[0]["final_url"].endswith("/moved.txt")


def test_redirects_that_go_round_end(portal: Portal, feed: str, polled: Poll) -> None:
    portal.answers["/one.txt"] = Answer(status=302, headers={"Location": "/one.txt"})
    assert polled(feed).counts == {"failed": 1}
    assert portal.paths().count("/one.txt") == 6


@pytest.mark.parametrize("claimed", [True, False], ids=["says its size", "gzip bomb"])
def test_what_is_too_large_is_not_read(portal: Portal, feed: str, raw: Path, polled: Poll, claimed: bool) -> None:
    toml = feed.replace("min_interval_s = 0", "min_interval_s = 0\nmax_bytes = 100000")
    headers = {} if claimed else {"Content-Encoding": "gzip"}
    portal.answers["/one.txt"] = Answer(b"x" * 200_000 if claimed else bomb(50_000_000), headers=headers)
    assert polled(toml).counts == {"too_large": 1}
    portal.asked.clear()
    polled(toml)
    assert portal.paths() == ["/feed.xml"]  # asked again once it, or the limit, has changed


def test_gzip_on_the_way_is_undone(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    import gzip

    portal.answers["/one.txt"] = Answer(gzip.compress(b"Many agreed.\n"), headers={"Content-Encoding": "gzip"})
    assert polled(feed).counts == {"new": 1}
    assert (raw / rows(raw)[0]["source_path"]).read_bytes() == b"Many agreed.\n"


def test_a_body_cut_short_is_not_kept(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    portal.answers["/one.txt"] = in_turn(Answer(b"Many dele", length=4000), Answer(b"Many delegations agreed.\n"))
    assert polled(feed).counts == {"new": 1}
    assert (raw / rows(raw)[0]["source_path"]).read_bytes() == b"Many delegations agreed.\n"
    portal.answers["/one.txt"] = Answer(b"Many dele", length=4000, etag=False)
    assert polled(feed).counts == {"failed": 1}
    assert rows(raw)[0]["outcome"] == "new"


def test_a_changed_body_is_a_revision_beside_the_old_one(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    polled(feed)
    first = rows(raw)[0]["source_path"]
    portal.put("/one.txt", "Several delegations called for restraint.\n")
    assert polled(feed).counts == {"revised": 1}
    portal.put("/one.txt", "All delegations called for restraint.\n")
    assert polled(feed).counts == {"revised": 1}
    row = rows(raw)[0]
    assert row["outcome"] == "revised" and row["supersedes"][0] == first and len(row["supersedes"]) == 2
    assert (raw / first).read_text() == "Many delegations called for restraint.\n"
    assert (raw / row["source_path"]).read_text() == "All delegations called for restraint.\n"


def test_the_same_body_from_a_server_without_validators_is_no_revision(
    portal: Portal, feed: str, raw: Path, polled: Poll
) -> None:
    portal.put("/one.txt", "Many agreed.\n", etag=False)
    polled(feed)
    assert polled(feed).counts == {"same": 1}
    assert [row["outcome"] for row in rows(raw)] == ["new"]


def test_what_is_gone_stays_and_is_marked(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    polled(feed)
    held = rows(raw)[0]
    portal.answers["/one.txt"] = Answer(status=410)
    assert polled(feed).counts == {"gone": 1}
    gone = rows(raw)[0]
    assert gone["outcome"] == "gone" and gone["source_path"] == held["source_path"]
    assert gone["sha256"] == held["sha256"] and (raw / held["source_path"]).is_file()
    portal.put("/one.txt", "Many delegations called for restraint.\n")
    polled(feed)
    assert rows(raw) == [held]


def test_one_item_under_two_addresses_is_one_item(portal: Portal, raw: Path, polled: Poll) -> None:
    portal.put("/feed.xml", rss(("A", "/a/sc100.txt"), ("B", "/b/sc100.txt"), base=portal.url), "application/rss+xml")
    portal.put("/a/sc100.txt", "Many agreed.\n")
    toml = declaration(
        "feed", f"{portal.url}/feed.xml", item='identity = { from = "link", match = "/(?P<id>[a-z]+\\\\d+)" }'
    )
    assert polled(toml).counts == {"new": 1}
    assert portal.paths() == ["/feed.xml", "/a/sc100.txt"]
    portal.put("/feed.xml", rss(("B", "/b/sc100.txt"), ("A", "/a/sc100.txt"), base=portal.url), "application/rss+xml")
    assert polled(toml).counts == {"not_modified": 1}
    assert [row["item"] for row in rows(raw)] == ["sc100"]


def test_a_slow_drip_ends_at_the_limit_of_time(portal: Portal, feed: str, polled: Poll) -> None:
    toml = feed.replace("min_interval_s = 0", "min_interval_s = 0\nmax_seconds = 1")
    portal.put("/one.txt", "x" * 400, drip=0.1)
    assert polled(toml).counts == {"failed": 1}
    assert portal.paths().count("/one.txt") == 1


def test_a_list_that_expires_halfway_is_begun_again_and_nothing_is_fetched_twice(
    portal: Portal, raw: Path, polled: Poll
) -> None:
    pages = {
        "1": oai_page(portal.url, [1, 2], token="two"),
        "expired": oai_error("badResumptionToken"),
        "2": oai_page(portal.url, [3]),
    }
    kind = "text/xml"
    first = "/oai?verb=ListRecords&metadataPrefix=oai_dc"
    portal.put(first, pages["1"], kind)
    second = "/oai?verb=ListRecords&resumptionToken=two"
    portal.answers[second] = in_turn(Answer(pages["expired"].encode(), kind), Answer(pages["2"].encode(), kind))
    for number in (1, 2, 3):
        portal.put(f"/{number}.txt", f"Statement {number} of many.\n")
    assert polled(declaration("oai", f"{portal.url}/oai")).counts == {"new": 3}
    assert sorted(portal.paths()) == sorted([first, second, first, second, "/1.txt", "/2.txt", "/3.txt"])


def test_nothing_is_asked_where_the_terms_do_not_allow_it(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    for word in ("ask", "forbidden"):
        found = polled(feed.replace('"allowed"', f'"{word}"'))
        assert found.outcome == "terms" and not found.failed
    assert portal.asked == []
    assert rows(raw, "sources")[0]["outcome"] == "terms"
    assert rows(raw, "sources")[0]["automated"] == "forbidden"


def test_a_feed_with_less_than_declared_is_told_and_what_it_has_is_kept(
    portal: Portal, feed: str, raw: Path, polled: Poll
) -> None:
    found = polled(f"{feed}\n[expect]\nmin_items = 2\n")
    assert found.outcome == "failed" and "1 items came; at least 2 are declared" in str(found.message)
    assert found.counts == {"new": 1}


def test_an_undeclared_content_type_is_told(portal: Portal, feed: str, polled: Poll) -> None:
    found = polled(f'{feed}\n[expect]\ncontent_types = ["application/atom+xml"]\n')
    assert found.outcome == "wrong_type"


def test_a_host_that_does_not_answer_is_left_alone_after_three_items(portal: Portal, raw: Path, polled: Poll) -> None:
    links = [(str(n), f"/{n}.txt") for n in range(6)]
    portal.put("/feed.xml", rss(*links, base=portal.url), "application/rss+xml")
    for _, link in links:
        portal.answers[link] = Answer(status=500)
    found = polled(declaration("feed", f"{portal.url}/feed.xml"))
    assert found.counts == {"failed": 3} and found.pending == 3


def test_new_items_over_the_limit_wait_for_the_next_poll(portal: Portal, raw: Path, polled: Poll) -> None:
    links = [(str(n), f"/{n}.txt") for n in range(5)]
    portal.put("/feed.xml", rss(*links, base=portal.url), "application/rss+xml")
    for _, link in links:
        portal.put(link, f"Many said {link}.\n")
    toml = declaration("feed", f"{portal.url}/feed.xml", pace="min_interval_s = 0\nmax_new_items = 3")
    assert polled(toml).counts == {"new": 3}
    assert polled(toml).counts["new"] == 2


def test_the_record_has_every_request(portal: Portal, feed: str, raw: Path, polled: Poll) -> None:
    portal.answers["/one.txt"] = in_turn(Answer(status=503), Answer(status=302, headers={"Location": "/two.txt"}))
    portal.put("/two.txt", "Many agreed.\n")
    polled(feed)
    asked = [line["final_url"].removeprefix(portal.url) for line in lines(raw) if line.get("status")]
    assert asked == portal.paths(robots=True)
    assert json.dumps(lines(raw)).count('"for": "redirect"') == 1
