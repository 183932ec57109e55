"""Fetch new statements from declared sources, before intake: politely, on stated terms, and on the record.

`polling.py` tells the story of one poll. What decides is pure: `discovery.py` (a channel's response becomes items) and
`admission.py` (an item's response becomes a raw file and its sidecar). What asks is one: `transport/`. What is held
is in `raw/NAME/`, with the record of every request, `fetches.jsonl` (`record.py`, `keeping.py`).
"""
