"""A large release is cut into files at places that stay, whatever comes and goes elsewhere."""

from itertools import accumulate, chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.publish.shards import LARGEST, LONGEST, SHARDS, SMALLEST, Member, average_size, cut

MANY = [Member(f"speech-{number:05}", 40_000) for number in range(4_000)]


def members(sizes: list[int]) -> list[Member]:
    return [Member(f"d{number:03}", size) for number, size in enumerate(sizes)]


@settings(deadline=None)
@given(st.lists(st.integers(1, 3 * SMALLEST), max_size=30))
def test_every_document_is_in_one_shard_and_in_its_place(sizes: list[int]) -> None:
    documents = members(sizes)
    assert list(chain(*cut(documents))) == [member.document_id for member in documents]


@settings(deadline=None)
@given(st.lists(st.integers(1, 3 * SMALLEST), min_size=1, max_size=30))
def test_no_shard_is_far_longer_than_the_average(sizes: list[int]) -> None:
    documents = members(sizes)
    size_of = dict(documents)
    for shard in cut(documents):
        assert sum(size_of[name] for name in shard[:-1]) < LONGEST * average_size(sum(sizes))


def test_a_small_release_is_one_shard_also_where_it_is_empty() -> None:
    assert cut([]) == [()]
    assert len(cut(members([100] * 50))) == 1


@pytest.mark.parametrize("place", [0, 1_999, 4_000])
def test_a_document_more_touches_one_shard(place: int) -> None:
    name = f"speech-{place:05}-more"
    with_it = sorted([*MANY, Member(name, 40_000)])
    assert len(cut(MANY)) > SHARDS // 2
    gone, come = set(cut(MANY)) - set(cut(with_it)), set(cut(with_it)) - set(cut(MANY))
    assert len(gone) == 1
    assert len(come) <= 2


def test_while_a_release_grows_shards_become_larger_but_end_where_smaller_ones_did() -> None:
    sizes = [average_size(total) for total in range(1 << 20, 4 << 30, 1 << 24)]
    assert sizes == sorted(sizes)
    assert {SMALLEST, LARGEST} <= set(sizes)
    twice = [member._replace(size=2 * member.size) for member in MANY]
    ends = {shard[-1] for shard in cut(MANY)}
    assert average_size(sum(member.size for member in twice)) == 2 * average_size(sum(member.size for member in MANY))
    assert {shard[-1] for shard in cut(twice)} == ends
    assert max(accumulate(len(shard) for shard in cut(MANY))) == len(MANY)
