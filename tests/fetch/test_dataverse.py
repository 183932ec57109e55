"""An archive among the files of a Dataverse dataset: its address is looked up by the API, as Dataverse documents it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.fetch.messages import Polled
from flows.fetch.reading import SourceError, parse_source
from tests.fetch.conftest import declaration
from tests.fetch.portal import Answer, Portal
from tests.fetch.test_polls import archive

Poll = Callable[..., Polled]

PROJECT = Path(__file__).parents[2]
LISTING = "/api/datasets/:persistentId/versions/6.1/files?persistentId=doi:10.7910/DVN/KGVSYH"
SPEECHES = {
    "speeches/UNSC_2013_SPV.6990_spch001.txt": "Many delegations agreed.\n",
    "speeches/UNSC_2013_SPV.6990_spch002.txt": "Some did not.\n",
    "speeches/._UNSC_2013_SPV.6990_spch002.txt": "of a Mac",
}


def described(number: int, name: str, folder: str | None = None, restricted: bool = False) -> dict[str, object]:
    """A file as `GET /api/datasets/…/versions/…/files` describes it."""
    placed = {"directoryLabel": folder} if folder else {}
    md5 = "0386269a5acb2c57b4eade587ff4db64"
    return {
        "description": "",
        "label": name,
        "restricted": restricted,
        **placed,
        "version": 1,
        "datasetVersionId": 438844,
        "dataFile": {
            "id": number,
            "persistentId": f"doi:10.7910/DVN/KGVSYH/{number}",
            "filename": name,
            "contentType": "application/x-tar",
            "friendlyType": "TAR Archive",
            "filesize": 10240,
            "storageIdentifier": f"s3://dvn-cloud:{number:x}-b0c6",
            "rootDataFileId": -1,
            "md5": md5,
            "checksum": {"type": "MD5", "value": md5},
            "tabularData": False,
            "creationDate": "2025-02-11",
            "publicationDate": "2025-02-13",
            "fileAccessRequest": False,
        },
    }


def listing(*files: dict[str, object]) -> str:
    return json.dumps({"status": "OK", "totalCount": len(files), "data": files})


@pytest.fixture
def store() -> Portal:
    server = Portal()
    yield server
    server.close()


@pytest.fixture
def shipped(portal: Portal, store: Portal) -> str:
    """The declaration that ships, of a Dataverse on loopback that hands its files out from a store of its own."""
    toml = (PROJECT / "sources" / "unsc-debates.toml").read_text(encoding="utf-8")
    toml = toml.replace('automated = "ask"', 'automated = "allowed"').replace(
        "https://dataverse.harvard.edu", portal.url
    )
    toml = toml.replace("dvn-cloud.s3.amazonaws.com", store.host).replace("[pace]", "[pace]\nmin_interval_s = 0")
    toml = toml.replace("min_items = 1000", "min_items = 2")
    files = [described(7, "meta.tsv"), described(10985430, "speeches.tar"), described(9, "speaker.tsv", "tables")]
    portal.put(LISTING, listing(*files), "application/json")
    away = Answer(status=303, headers={"Location": f"{store.url}/10.7910/DVN/KGVSYH/1?signature=1"}, etag=False)
    portal.answers["/api/access/datafile/10985430"] = away
    store.put("/10.7910/DVN/KGVSYH/1?signature=1", archive(SPEECHES), "application/x-tar")
    return toml


def test_the_speeches_of_the_security_council_are_found_by_the_datasets_doi(
    portal: Portal, store: Portal, shipped: str, raw: Path, polled: Poll
) -> None:
    result = polled(shipped)
    assert (result.outcome, dict(result.counts), result.failed) == ("new", {"new": 2}, False), result.message
    assert portal.paths() == [LISTING, "/api/access/datafile/10985430"]
    sidecar = (raw / "unsc-debates/speeches/UNSC_2013_SPV.6990_spch001.toml").read_text(encoding="utf-8")
    assert 'session = { value = "6990"' in sidecar and "date_start = { value = 2013-01-01" in sidecar
    assert 'licence = { value = "CC0-1.0"' in sidecar


def test_a_second_poll_asks_the_listing_and_the_store_by_what_they_said_and_keeps_nothing(
    portal: Portal, store: Portal, shipped: str, polled: Poll
) -> None:
    polled(shipped)
    portal.asked.clear()
    store.asked.clear()
    again = polled(shipped)
    assert (again.outcome, dict(again.counts)) == ("not_modified", {})
    asked = [one for one in [*portal.asked, *store.asked] if one.path != "/robots.txt"]
    assert len(asked) == 3 and all(one.conditional for one in asked)


def test_an_archive_that_was_put_in_the_place_of_the_first_is_refused(
    portal: Portal, shipped: str, polled: Poll
) -> None:
    polled(shipped)
    portal.put(LISTING, listing(described(11, "speeches.tar")), "application/json")
    portal.put("/api/access/datafile/11", archive({"UNSC_2014_SPV.7000_spch001.txt": "Other."}), "application/x-tar")
    result = polled(shipped)
    assert result.outcome == "failed" and "the first fetch pinned" in (result.message or "")


def test_a_poll_that_was_stopped_while_it_unpacked_goes_on_without_another_download(
    portal: Portal, store: Portal, shipped: str, raw: Path, polled: Poll, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.fetch import polling

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(polling, "members", stopped)
        with pytest.raises(KeyboardInterrupt):
            polled(shipped)
    store.asked.clear()
    result = polled(shipped, fresh=True)
    assert dict(result.counts) == {"new": 2} and not store.asked


@pytest.mark.parametrize(
    ("answer", "kind", "outcome", "said"),
    [
        ("<html><body>Be patient</body></html>", "text/html", "challenge", "HTML came where JSON is due"),
        ('{"status": "OK", "data": {}}', "application/json", "wrong_type", "is no list of files of Dataverse: data"),
        ('{"status": "OK", "data"', "application/json", "wrong_type", "is no list of files of Dataverse"),
        (
            '{"status":"ERROR","message":"Dataset version 6.1 not found."}',
            "application/json",
            "failed",
            "Dataverse says ERROR: Dataset version 6.1 not found.",
        ),
        (
            listing(described(1, "meta.tsv"), described(2, "speeches.zip", "old")),
            "application/json",
            "failed",
            "0 files are called speeches.tar, not one; there are: meta.tsv, old/speeches.zip",
        ),
        (
            listing(described(1, "speeches.tar", "a"), described(2, "speeches.tar", "b")),
            "application/json",
            "failed",
            "2 files are called speeches.tar, not one; there are: a/speeches.tar, b/speeches.tar",
        ),
        (listing(described(1, "speeches.tar", restricted=True)), "application/json", "failed", "is restricted"),
    ],
)
def test_a_listing_that_leads_to_no_archive_says_why(
    portal: Portal, shipped: str, polled: Poll, answer: str, kind: str, outcome: str, said: str
) -> None:
    portal.put(LISTING, answer, kind)
    result = polled(shipped)
    assert (result.outcome, result.failed) == (outcome, True)
    assert re.search(re.escape(said), result.message or "")
    assert portal.paths() == [LISTING]


def test_an_archive_by_name_needs_the_address_of_a_listing() -> None:
    toml = declaration("archive", "https://example.org/corpus.tar.gz", item='archive = "corpus.tar.gz"')
    with pytest.raises(SourceError, match=r"item\.archive: url has to list a dataset's files \(https://HOST/api"):
        parse_source(toml.encode(), "portal.toml")
    toml = declaration("feed", "https://example.org/feed.xml", item='archive = "corpus.tar.gz"')
    with pytest.raises(SourceError, match=r"item\.archive: is for the channels archive only"):
        parse_source(toml.encode(), "portal.toml")
