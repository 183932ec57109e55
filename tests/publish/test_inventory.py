"""A run finds nothing new only where raw files, sidecars and fingerprint are those of the latest release."""

from pathlib import Path

import pytest

from flows.publish import nothing_new, unchanged
from flows.publish.duckdb_file import NAME, is_current
from flows.publish.releases import find
from flows.records import Refusal, Stock
from tests.publish.inputs import FINGERPRINT, TEXTS, publish_texts, source

REFUSED = Refusal("bad.txt", None, "intake", "too_large", "100 bytes")
SOURCES = tuple(source(name, text) for name, text in sorted(TEXTS.items()))


def test_the_same_stock_is_nothing_new(dataset: Path, tmp_path: Path) -> None:
    assert not nothing_new(tmp_path, Stock(SOURCES, ()), FINGERPRINT)
    assert nothing_new(dataset, Stock(SOURCES, ()), FINGERPRINT)


@pytest.mark.parametrize(
    ("stock", "fingerprint"),
    [
        (Stock(SOURCES[:2], ()), FINGERPRINT),
        (Stock((*SOURCES, source("delta", "More.")), ()), FINGERPRINT),
        (Stock((SOURCES[0]._replace(sha256="b" * 64), *SOURCES[1:]), ()), FINGERPRINT),
        (Stock((SOURCES[0]._replace(sidecar_sha256="b" * 64), *SOURCES[1:]), ()), FINGERPRINT),
        (Stock((SOURCES[0]._replace(corrections_sha256="b" * 64), *SOURCES[1:]), ()), FINGERPRINT),
        (Stock(SOURCES, (REFUSED,)), FINGERPRINT),
        (Stock(SOURCES, ()), {**FINGERPRINT, "pyarrow": "2"}),
        (Stock(SOURCES, ()), {**FINGERPRINT, "duckdb": "2"}),
    ],
    ids=[
        "file gone",
        "file added",
        "file changed",
        "sidecar added",
        "corrections added",
        "file refused",
        "library",
        "more libraries",
    ],
)
def test_any_other_input_is_new(dataset: Path, stock: Stock, fingerprint: dict[str, str]) -> None:
    assert not nothing_new(dataset, stock, fingerprint)


def test_the_same_refusal_is_nothing_new_and_another_is(tmp_path: Path) -> None:
    publish_texts(tmp_path, refusals=[REFUSED])
    assert nothing_new(tmp_path, Stock(SOURCES, (REFUSED,)), FINGERPRINT)
    assert not nothing_new(tmp_path, Stock(SOURCES, (REFUSED._replace(message="101 bytes"),)), FINGERPRINT)


@pytest.mark.parametrize(("code", "tried_again"), [("undecodable", False), ("changed_while_reading", True)])
def test_a_file_refused_later_is_tried_again_only_where_the_reason_passes(
    tmp_path: Path, code: str, tried_again: bool
) -> None:
    publish_texts(tmp_path, unread={"bad": code})
    assert nothing_new(tmp_path, Stock((*SOURCES, source("bad", "?")), ()), FINGERPRINT) is not tried_again


@pytest.mark.parametrize("damage", ["manifest.json", "claims.parquet"])
def test_a_release_that_is_not_whole_is_worked_on(dataset: Path, damage: str) -> None:
    (dataset / "0.1.0" / damage).write_bytes(b"half")
    assert not nothing_new(dataset, Stock(SOURCES, ()), FINGERPRINT)


def test_where_nothing_is_new_a_missing_duckdb_file_is_made_again(dataset: Path) -> None:
    (dataset / NAME).unlink()
    outcome = unchanged(dataset)
    assert (outcome.version, outcome.status, outcome.rows["claims"]) == ("0.1.0", "unchanged", 5)
    assert is_current(dataset, find(dataset))
