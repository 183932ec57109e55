"""Draws docs/agreement-by-topic.svg and docs/agreement-by-statement.svg from the latest release (`make figures`).

Counts of claims, as they are: no shares, no averages, and no line from one statement to the next. Few statements make
no trend. The same release gives the same bytes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib
import pyarrow.parquet as pq
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from flows.export.colours import AGREEMENT_COLOURS, ink_on
from flows.publish.releases import find

DOCS = Path(__file__).parent
DATASET = Path("dataset")
SHOWN = 6  # statements in a picture: the latest
EDGE = "#8a8a8a"

matplotlib.rcParams.update({"svg.hashsalt": "rapporteur", "svg.fonttype": "none", "font.family": "sans-serif"})


class Counted(NamedTuple):
    """A statement's claims by level of agreement, in all and by topic; a claim counts under each of its topics."""

    name: str
    levels: Counter[str]
    topics: Mapping[str, Counter[str]]


def main() -> None:
    """Bring both up to date."""
    statements = counted(find(DATASET).folder)
    by_topic(statements, DOCS / "agreement-by-topic.svg")
    by_statement(statements, DOCS / "agreement-by-statement.svg")


def counted(release: Path) -> list[Counted]:
    """Return the statements of a release that have claims, by date; those without a date last."""
    rows = {name: _rows(release, name) for name in ("statements", "claims", "topics")}
    claims: dict[str, list[dict[str, Any]]] = {}
    for claim in rows["claims"]:
        claims.setdefault(claim["statement_id"], []).append(claim)
    topics = [row["topic"] for row in rows["topics"]]
    dated = sorted(rows["statements"], key=lambda row: (str(row["date_start"] or "9999"), row["statement_id"]))
    return [
        Counted(
            _name(row),
            Counter(claim["agreement"] for claim in claims[row["statement_id"]]),
            {
                topic: Counter(c["agreement"] for c in claims[row["statement_id"]] if topic in c["topics"])
                for topic in topics
            },
        )
        for row in dated
        if row["statement_id"] in claims
    ]


def by_topic(statements: Sequence[Counted], path: Path) -> None:
    """Draw a column for each statement and a row for each topic: bars of their claims by level of agreement."""
    shown = statements[-SHOWN:]
    totals = Counter({topic: sum(one.topics[topic].total() for one in shown) for topic in shown[0].topics})
    topics = [topic for topic, total in totals.most_common() if total]
    longest = max(one.topics[topic].total() for one in shown for topic in topics)
    figure = Figure(figsize=(3.2 + 4.6 * len(shown), 1.7 + 0.36 * len(topics)), layout="constrained")
    columns = figure.subplots(1, len(shown), sharey=True, squeeze=False)[0]
    for axes, one in zip(columns, shown, strict=True):
        for place, topic in enumerate(topics):
            _bar(axes, place, one.topics[topic])
        axes.set(title=one.name, xlim=(0, longest + 2.5))
        _settle(axes, [topic.replace("_", " ") for topic in topics])
    columns[0].invert_yaxis()
    figure.suptitle(f"What was said on which topic, and how widely it was said to be held {_cut(statements)}".strip())
    _legend(figure, [one.levels for one in shown])
    _save(figure, path)


def by_statement(statements: Sequence[Counted], path: Path) -> None:
    """Draw a bar for each statement, of its claims by level of agreement."""
    shown = statements[-SHOWN:]
    longest = max(one.levels.total() for one in shown)
    figure = Figure(figsize=(12.4, 1.9 + 0.6 * len(shown)), layout="constrained")
    axes = figure.subplots()
    for place, one in enumerate(shown):
        _bar(axes, place, one.levels)
    axes.set(xlim=(0, longest * 1.06))
    _settle(axes, [one.name for one in shown])
    axes.invert_yaxis()
    figure.suptitle(f"How widely claims were said to be held, statement by statement {_cut(statements)}".strip())
    _legend(figure, [one.levels for one in shown])
    _save(figure, path)


def _bar(axes: Axes, place: int, levels: Counter[str]) -> None:
    """Levels side by side, each with its number of claims, and the sum behind them."""
    at = 0
    for level, colour in AGREEMENT_COLOURS.items():
        if n := levels[level]:
            axes.barh(place, n, left=at, height=0.72, color=colour, edgecolor=EDGE, linewidth=0.6)
            axes.text(at + n / 2, place, str(n), ha="center", va="center", color=ink_on(colour), fontsize=7.5)
            at += n
    axes.text(at, place, f"  {at}", ha="left", va="center", fontsize=9, fontweight="bold", color="#333333")


def _settle(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("claims")
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _legend(figure: Figure, counts: Sequence[Counter[str]]) -> None:
    together = sum(counts, Counter())
    levels = [level for level in AGREEMENT_COLOURS if together[level]]
    patches = [matplotlib.patches.Patch(facecolor=AGREEMENT_COLOURS[level], edgecolor=EDGE) for level in levels]
    names = [level.replace("_", " ") for level in levels]
    figure.legend(patches, names, loc="outside lower center", ncols=len(levels), frameon=False, fontsize=8.5)


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, metadata={"Date": None})


def _cut(statements: Sequence[Counted]) -> str:
    return f"(the latest {SHOWN} of {len(statements)} statements)" if len(statements) > SHOWN else ""


def _name(row: Mapping[str, Any]) -> str:
    place = (row["forum"] or row["title"] or row["statement_id"]).replace("\n", " ")
    short = place if len(place) <= 40 else place[:39].rsplit(" ", 1)[0] + " …"
    return f"{short}\n{_date(row)}".strip()


def _date(row: Mapping[str, Any]) -> str:
    day = str(row["date_start"] or "")
    return day[: {"month": 7, "year": 4}.get(row["date_precision"], 10)]


def _rows(release: Path, table: str) -> list[dict[str, Any]]:
    return [row for path in sorted(release.glob(f"{table}*.parquet")) for row in pq.read_table(path).to_pylist()]


if __name__ == "__main__":
    main()
