"""How two releases differ: `difference.py` compares the tables, `report.py` says it as text or JSON."""

from flows.compare.difference import Difference, compare

__all__ = ["Difference", "compare"]
