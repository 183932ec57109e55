"""All coding rules by table, for the codebook and for `rapporteur show`."""

import csv
import tomllib
from functools import cache
from pathlib import Path

from flows.code.lang.language import LANGUAGES
from flows.code.ruleset import RULES
from flows.code.topics import topic_rows
from flows.own_rules import own_tables

MODELS = Path(__file__).parent / "claims" / "models.toml"
"""What each model decides, and what is decided without a row of a table."""


@cache
def rules_by_table() -> dict[str, list[tuple[str, str]]]:
    """Table -> (rule id, what it is for) of each rule, in the order of the tables' names and of their rows.

    What a rule is for is its comment, and an example where it has one.
    """
    tables = {table.stem: [_told(row) for row in _rows(table)] for table in sorted(RULES.glob("*.csv"))}
    topics = [(f"topic.{rule}", comment) for rule, comment in (_told(row._asdict()) for row in topic_rows())]
    models = {"models": list(tomllib.loads(MODELS.read_text(encoding="utf-8")).items())}
    english = {
        name: [(f"{name}.{rule}", comment) for rule, comment in map(_told, _rows(LANGUAGES / "en" / f"{name}.csv"))]
        for name in ("negation", "numbers", "resolutions")
    }
    own = {f"{table.stem} of one's own": [_told(row) for row in _rows(table)] for table in own_tables()}
    return dict(sorted((tables | {"topics": topics} | models | english | own).items()))


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _told(row: dict[str, str]) -> tuple[str, str]:
    example = f"e.g. “{row['example']}”" if row["example"] else ""
    return row["id"], "; ".join(filter(None, (row["comment"], example)))
