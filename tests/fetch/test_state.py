"""A record keeps what a channel told of an item, and gives it back."""

import json

from flows.fetch.messages import Item
from flows.fetch.state import as_item, found_line, state_of
from flows.records import Fact


def test_the_facts_of_an_item_are_kept_as_field_value_and_basis() -> None:
    item = Item("one", "https://example.org/one", (Fact("title", "Trust", "fetch: example, 12ab"),))
    found = json.loads(json.dumps(found_line(item)))
    assert found["facts"] == [["title", "Trust", "fetch: example, 12ab"]]
    line = {"kind": "channel", "url": "https://example.org", "outcome": "new", "at": "2026-11-30", "found": [found]}
    known = state_of([line]).items["one"]
    assert as_item("one", known, True, None, None).facts == item.facts
