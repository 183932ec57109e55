"""What was found in a text, to be asked what of it stands in a stretch."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar


class _Starting(Protocol):
    @property
    def start(self) -> int: ...


Item = TypeVar("Item", bound=_Starting)


class Placed(Generic[Item]):
    """Items in the order of their starts."""

    __slots__ = ("_items", "_starts")

    def __init__(self, items: Iterable[Item]) -> None:
        """Take items that come in the order of their starts."""
        self._items = tuple(items)
        self._starts = [item.start for item in self._items]

    def within(self, start: int, end: int) -> tuple[Item, ...]:
        """Return the items that start in [start, end)."""
        first = bisect_left(self._starts, start)
        if first == len(self._starts) or self._starts[first] >= end:
            return ()
        return self._items[first : bisect_left(self._starts, end, first)]
