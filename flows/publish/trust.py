"""How far to trust a release: a section of its card and its codebook, made from its table `quality`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]

_FIELDS = ("unit", "source", "cue", "content", "holder", "agreement", "act", "modality", "negated", "full", "topics")
_NAMES = {"full": "holder, agreement and act together"}
_MATCH = {"unit": "exact", "source": "overlap", "cue": "overlap", "content": "overlap"}
_VALUED = ("holder", "agreement", "act", "modality", "negated", "topics")
_LEAST = 5  # claims of a value, below which a figure says nothing

_FOLLOWS = (
    "What follows for an analysis:",
    "",
    "- Counts of claims carry these errors, and more claims do not make them smaller. Of ten claims that a filter "
    "selects by holder, agreement and act together, expect about {wrong} to be wrong in one. Read a sample of "
    "what you count.",
    "- Differences between groups are safer than levels only where the texts are of one kind: errors differ by kind.",
    "- A share is corrected by the measured error where you read a random sample of your own texts: design-based "
    "supervised learning (Egami and others 2023). `rapporteur.corrected_share` does it; `docs/trust.md` in the "
    "repository of the code works an example.",
    "- `claims.confidence` says how often decisions of a claim's kind were right in holder, agreement and act at once, "
    "on unseen text. It is a share of a kind, nothing about the single claim; below twenty compared claims it is NULL.",
    "- No sentiment is coded. `act` says what a holder does by a claim (`concern` disapproves, `welcome` approves), "
    "`negated` is grammar, and `agreement` says how many hold it: none of them is positive or negative feeling.",
)


def trust(quality: Iterable[Row]) -> list[str]:
    """Return the section as lines of Markdown, without its heading."""
    rows = list(quality)
    seen, unseen = ([row for row in rows if row["in_sample"] is kind] for kind in (True, False))
    lines = [*_who(rows), ""]
    lines += [
        "F1 of each field; 95 % intervals by drawing the documents anew. A claim that answers to none of the other "
        "side counts as wrong.",
        "",
        "| field | in-sample | n | unseen text | 95 % interval | n |",
        "|---|--:|--:|--:|--:|--:|",
        *(_line(field, seen, unseen) for field in _FIELDS),
        "",
        f"Each value on unseen text, where the readers gave it at least {_LEAST} times:",
        "",
        "| field | value | F1 | 95 % interval | precision | recall | n |",
        "|---|---|--:|--:|--:|--:|--:|",
        *_values(unseen),
        "",
    ]
    full = _found("full", unseen)
    wrong = "some" if full is None else str(round(10 * (1 - full["precision"])))
    return [*lines, *(line.replace("{wrong}", wrong) for line in _FOLLOWS)]


def _who(rows: list[Row]) -> Iterator[str]:
    """Yield who annotated what, a line for each reference."""
    told: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        told.setdefault((row["in_sample"], row["gold_sha256"]), row)
    for row in told.values():
        kind = {
            True: "In-sample: documents of this dataset that were in view when the rules were written",
            False: "Unseen: documents that nobody who wrote rules had seen",
            None: "Of unknown standing: it is not said whether the rules were written on these documents",
        }[row["in_sample"]]
        readers = row["readers"] or "readers who are not named"
        settled = f"; {row['adjudication']}" if row["adjudication"] else ""
        counted = f"{row['n_reference']} claims of {row['n_documents']} documents"
        yield f"- {kind}: {counted}, annotated by {readers}{settled}."


def _line(field: str, seen: list[Row], unseen: list[Row]) -> str:
    one, other = _found(field, seen), _found(field, unseen)
    name = _NAMES.get(field, field) + (f" ({_MATCH[field]})" if field in _MATCH else "")
    return f"| {name} | {_figure(one)} | {_n(one)} | {_figure(other)} | {_interval(other)} | {_n(other)} |"


def _values(unseen: list[Row]) -> Iterator[str]:
    for row in unseen:
        if row["field"] in _VALUED and row["value"] is not None and row["n"] >= _LEAST:
            precision, recall = ("–" if row[name] is None else f"{row[name]:.2f}" for name in ("precision", "recall"))
            figures = f"{_figure(row)} | {_interval(row)} | {precision} | {recall} | {row['n']}"
            yield f"| {row['field']} | `{row['value']}` | {figures} |"


def _found(field: str, rows: list[Row]) -> Row | None:
    match = _MATCH.get(field, "label")
    return next((row for row in rows if (row["field"], row["value"], row["match"]) == (field, None, match)), None)


def _figure(row: Row | None) -> str:
    return "–" if row is None or row["f1"] is None else f"{row['f1']:.2f}"


def _interval(row: Row | None) -> str:
    return "–" if row is None or row["f1_low"] is None else f"{row['f1_low']:.2f} to {row['f1_high']:.2f}"


def _n(row: Row | None) -> str:
    return "–" if row is None else str(row["n"])
