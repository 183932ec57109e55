"""What one check came to."""

from itertools import chain
from typing import NamedTuple


class Proof(NamedTuple):
    """One line each: what was proved, what is wrong, what could not be tried."""

    proved: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()


def joined(*proofs: Proof) -> Proof:
    """Return what several checks came to."""
    return Proof(*(tuple(chain.from_iterable(lines)) for lines in zip(*proofs, strict=True)))
