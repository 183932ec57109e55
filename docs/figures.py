"""Draws docs/confusion.svg and writes the table into docs/quality.md, both from the latest release (`make figures`).

The same release gives the same bytes.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import pyarrow.parquet as pq
from matplotlib.figure import Figure

from flows.intake import read_batch, take_stock
from flows.measure import GOLD
from flows.measure.comparison import Compared
from flows.measure.quality import compare_documents
from flows.measure.reference import read_reference
from flows.publish.releases import find
from schemas.vocabulary import ACT, AGREEMENT

DOCS = Path(__file__).parent
RAW, DATASET = Path("raw"), Path("dataset")
TABLE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
NO_CLAIM = "no claim"

matplotlib.rcParams.update({"svg.hashsalt": "rapporteur", "svg.fonttype": "none", "font.family": "sans-serif"})


def main() -> None:
    """Bring both up to date."""
    release = find(DATASET).folder
    page = DOCS / "quality.md"
    rows = pq.read_table(release / "quality.parquet").to_pylist()
    page.write_text(TABLE.sub(lambda _: table(rows), page.read_text(encoding="utf-8")), encoding="utf-8")
    draw(compared(release), DOCS / "confusion.svg")


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return the whole of each field as Markdown; `rows` are those of `quality`."""
    lines = [
        "| field | what counts as right | n | precision | recall | F1 | always the commonest |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        if row["value"] is None:
            shares = (
                "–" if row[name] is None else f"{row[name]:.2f}" for name in ("precision", "recall", "f1", "baseline")
            )
            lines.append(f"| {row['field']} | {row['match']} | {row['n']} | {' | '.join(shares)} |")
    return "\n".join(lines) + "\n"


def compared(release: Path) -> list[Compared]:
    """Return the claims of the release beside those of the reference, by document."""
    stock = take_stock(RAW)
    reference = read_reference(GOLD, stock)
    sources = tuple(source for source in stock.sources if source.document_id in reference.claims)
    claims = [pq.read_table(path) for path in sorted(release.glob("claims*.parquet"))]
    return [found for _, found in compare_documents(reference, read_batch(RAW, sources).documents, claims)]


def draw(documents: Sequence[Compared], path: Path) -> None:
    """Agreement and act as the reference has them (rows) and as the release has them (columns)."""
    figure = Figure(figsize=(13, 6.2), layout="constrained")
    for axes, (field, values) in zip(figure.subplots(1, 2), (("agreement", AGREEMENT), ("act", ACT)), strict=True):
        counts = confusion(documents, field)
        shown = [value for value in (*values, NO_CLAIM) if any(value in pair for pair in counts)]
        cells = [[counts[row, column] for column in shown] for row in shown]
        shares = [[cell / (sum(row) or 1) for cell in row] for row in cells]
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        axes.set_xticks(range(len(shown)), shown, rotation=60, ha="right")
        axes.set_yticks(range(len(shown)), shown)
        axes.set(title=field, xlabel="release", ylabel="reference")
        for y, row in enumerate(cells):
            for x, cell in enumerate(row):
                if cell:
                    colour = "white" if shares[y][x] > 0.5 else "black"
                    axes.text(x, y, str(cell), ha="center", va="center", color=colour, fontsize=8)
    figure.savefig(path, metadata={"Date": None})


def confusion(documents: Sequence[Compared], field: str) -> Counter[tuple[str, str]]:
    """How often a value of the reference answers to one of the release; what answers to nothing is `no claim`."""
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        counts.update((getattr(theirs, field), getattr(ours, field)) for theirs, ours in document.matched())
        answered = [{pair[side] for pair in document.pairs} for side in (0, 1)]
        counts.update((getattr(u, field), NO_CLAIM) for i, u in enumerate(document.reference) if i not in answered[0])
        counts.update((NO_CLAIM, getattr(u, field)) for j, u in enumerate(document.release) if j not in answered[1])
    return counts


if __name__ == "__main__":
    main()
