"""Figures on text that nobody who wrote rules had seen: measured by `make unseen`, told in each release.

The texts are not ours to publish, so a run cannot measure on them again. `unseen.csv` has the figures with their
intervals, by drawing the documents anew; `unseen.toml` says who annotated, and how much.
"""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIGURES, ABOUT = Path(__file__).with_name("unseen.csv"), Path(__file__).with_name("unseen.toml")
_NUMBERS = ("precision", "recall", "f1", "baseline", "f1_low", "f1_high", "alpha")


def unseen_rows() -> Iterator[dict[str, Any]]:
    """Yield the rows of the table `quality` that tell of unseen text."""
    told = tomllib.loads(ABOUT.read_text(encoding="utf-8"))
    about = {
        "in_sample": False,
        "gold_sha256": told["annotation_sha256"],
        **{name: told[name] for name in ("n_documents", "n_reference", "n_release", "readers", "adjudication")},
    }
    with FIGURES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers = {name: float(row[name]) if row[name] else None for name in _NUMBERS}
            yield {**row, **numbers, "value": row["value"] or None, "n": int(row["n"]), **about}
