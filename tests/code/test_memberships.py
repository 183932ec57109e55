"""Memberships are those of real groups: as many members as they have, at the time when they had them."""

from datetime import date

import pytest

from flows.code.mentions.entities import entity_table
from flows.code.mentions.memberships import membership_table

ROWS = membership_table().to_pylist()
TODAY = date(2026, 1, 1)


def members(group: str, day: date) -> set[str]:
    return {
        row["entity_id"]
        for row in ROWS
        if row["group_id"] == group and row["date_start"] <= day and (row["date_end"] is None or day < row["date_end"])
    }


@pytest.mark.parametrize(
    ("group", "day", "count"),
    [
        ("united-nations", TODAY, 193), ("united-nations", date(1950, 12, 31), 60), ("african-group", TODAY, 54),
        ("asia-pacific-group", TODAY, 54), ("eastern-european-group", TODAY, 23), ("grulac", TODAY, 33),
        ("weog", TODAY, 29), ("permanent-five", TODAY, 5), ("g7", TODAY, 7), ("g8", date(2010, 1, 1), 8),
        ("g8", TODAY, 0), ("g20", date(2012, 1, 1), 20), ("g20", TODAY, 21), ("g77", TODAY, 134),
        ("non-aligned-movement", TODAY, 120), ("european-union", TODAY, 27), ("european-union", date(2012, 1, 1), 27),
        ("european-union", date(2019, 1, 1), 28), ("asean", TODAY, 11), ("african-union", TODAY, 55),
        ("nato", TODAY, 32), ("nato", date(1990, 1, 1), 16), ("caricom", TODAY, 15), ("arab-league", TODAY, 22),
        ("nordic-countries", TODAY, 5), ("brics", date(2020, 1, 1), 5), ("brics", TODAY, 10), ("oecd", TODAY, 38),
        ("gcc", TODAY, 6), ("pacific-islands-forum", TODAY, 18), ("alliance-of-small-island-states", TODAY, 39),
        ("least-developed-countries", TODAY, 44), ("oic", TODAY, 57), ("ecowas", TODAY, 12), ("sadc", TODAY, 16),
        ("council-of-europe", TODAY, 46), ("saarc", TODAY, 8), ("sco", TODAY, 10),
    ],
)  # fmt: skip
def test_a_group_has_as_many_members_as_it_is_known_to_have(group: str, day: date, count: int) -> None:
    assert len(members(group, day)) == count


def test_every_member_of_the_un_today_is_in_one_regional_group() -> None:
    groups = ("african-group", "asia-pacific-group", "eastern-european-group", "grulac", "weog")
    in_groups = [member for group in groups for member in members(group, TODAY)]
    assert len(in_groups) == len(set(in_groups))
    assert set(in_groups) == members("united-nations", TODAY)


def test_every_state_but_antarctica_has_a_region() -> None:
    without = [row["iso3"] for row in entity_table().to_pylist() if row["kind"] == "state" and not row["region"]]
    assert without == ["ATA"]
