"""Each channel by an example: what its server answered, and the items and sidecars that come of it.

`channels/NAME/` holds `source.toml`, the channel's `response` (also `response.xml`, `response.html`), and `items.json`,
what `discover` makes of it; `item.*` with `admitted.toml` is an item's response and its sidecar.
"""

import hashlib
import json
from pathlib import Path

import pytest

from flows.fetch.admission import admit
from flows.fetch.discovery import discover
from flows.fetch.messages import Admitted, Exchange, Item
from flows.fetch.reading import parse_source

CHANNELS = Path(__file__).parent / "channels"
KINDS = {".xml": "application/xml", ".html": "text/html", ".txt": "text/plain", ".gz": "application/gzip"}


def response(path: Path, url: str) -> Exchange:
    body = path.read_bytes()
    sha256 = hashlib.sha256(body).hexdigest()
    kind = (("content-type", KINDS.get(path.suffix, "application/octet-stream")),)
    exchange = Exchange(url, url, "2026-09-02T06:00:00Z", 200, kind, body, None, sha256, len(body))
    return exchange._replace(body=b"", file=path) if path.name.endswith((".tar.gz", ".zip")) else exchange


def told(item: Item) -> dict[str, object]:
    """What of an item is written down in `items.json`."""
    facts = {fact.field: fact.value for fact in item.facts}
    more = {"version": item.version, "place": item.place, "deleted": item.deleted or None}
    return {"item": item.identity, "url": item.url, **{k: v for k, v in more.items() if v}, "facts": facts}


@pytest.mark.parametrize("folder", sorted(CHANNELS.iterdir()), ids=lambda folder: folder.name)
def test_a_response_gives_the_items_written_beside_it(folder: Path) -> None:
    source = parse_source((folder / "source.toml").read_bytes(), str(folder))
    found = discover(source, response(next(folder.glob("response*")), source.url))
    assert found.outcome is None, found.message
    expected = json.loads((folder / "items.json").read_text(encoding="utf-8"))
    assert [told(item) for item in found.items] == expected["items"]
    assert list(found.more) == expected.get("more", [])


@pytest.mark.parametrize("folder", sorted(CHANNELS.iterdir()), ids=lambda folder: folder.name)
def test_an_items_response_becomes_the_body_unaltered_and_the_sidecar_written_beside_it(folder: Path) -> None:
    source = parse_source((folder / "source.toml").read_bytes(), str(folder))
    item = discover(source, response(next(folder.glob("response*")), source.url)).items[0]
    answer = response(next(folder.glob("item.*")), item.url)
    admitted = admit(item, answer)
    assert isinstance(admitted, Admitted)
    assert admitted.body == answer.body
    assert admitted.suffix == Path(next(folder.glob("item.*"))).suffix
    assert admitted.sidecar == (folder / "admitted.toml").read_text(encoding="utf-8")


def test_every_channel_has_an_example() -> None:
    from flows.fetch.discovery import _CHANNELS

    assert {folder.name for folder in CHANNELS.iterdir()} == _CHANNELS.keys()
