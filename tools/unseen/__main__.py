"""Measure the claims on annotated text that nobody who wrote rules had seen.

`python -m tools.unseen TEXTS [SET ...]`

TEXTS is a folder with the texts that tests/annotation/texts.csv names, and with all others of the frame from which the
excerpts were drawn. A SET is a further folder with raw/NAME.txt and gold/NAME.jsonl, kept closed likewise, for the
counts of confidence.csv only. Written are the figures of the table `quality` (flows/measure/unseen.csv, unseen.toml),
the counts of `claims.confidence` (flows/confidence.csv), and the counts of docs/trust.md (docs/trust/).
Errors are counted, and shown to nobody.
"""

import csv
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import flows
from flows.confidence import TABLE as CONFIDENCE
from flows.confidence import kind_of
from flows.errors import UsageError
from flows.intake import read_batch, take_stock
from flows.measure.comparison import Compared, Unit
from flows.measure.figures import FULL, Figure, figures
from flows.measure.unseen import ABOUT, FIGURES
from flows.records import Span
from tools.annotate.agreement import agreement
from tools.annotate.standoff import read_reading
from tools.unseen.sets import measured_set
from tools.unseen.texts import Coded, Measured, code_texts, digest, in_excerpt, measured_documents, read_excerpts

PROJECT = Path(flows.__path__[0]).parent
ANNOTATION = PROJECT / "tests" / "annotation"
TRUST = PROJECT / "docs" / "trust"
RESAMPLES, SEED, EDGE = 2000, 17, 0.025
READERS = "two language models, each reading alone by docs/codebook.md"
ADJUDICATION = "a third reading settled what they did not have alike"
_DEMANDED = ("must", "need", "should")

Key = tuple[str, str | None, str]


def intervals(documents: Sequence[Compared]) -> dict[Key, tuple[float, float]]:
    """Return the 95 % interval of each figure's F1, by drawing the documents anew, with replacement."""
    lots = random.Random(SEED)
    found: dict[Key, list[float]] = {}
    for _ in range(RESAMPLES):
        for figure in figures(lots.choices(documents, k=len(documents))):
            if figure.f1 is not None:
                found.setdefault(figure[:3], []).append(figure.f1)
    return {key: (_at(sorted(values), EDGE), _at(sorted(values), 1 - EDGE)) for key, values in found.items()}


def readers_agreement(texts: Mapping[str, Coded]) -> dict[Key, float]:
    """Return Krippendorff's alpha of the two readings, of each field that has one."""
    ranges: dict[str, list[Span]] = {}
    for excerpt in read_excerpts(ANNOTATION, texts):
        ranges.setdefault(excerpt.document, []).append(excerpt.span)
    rows = agreement(read_reading(ANNOTATION / "reading-a"), read_reading(ANNOTATION / "reading-b"), ranges)
    return {(row.field, None, row.match): row.alpha for row in rows if row.alpha is not None}


def counts(measured: Iterable[Measured]) -> tuple[Counter[str], Counter[str]]:
    """Return how many claims there are of each kind, and how many are right in holder, agreement and act at once."""
    there: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document in measured:
        answers = {j: document.compared.reference[i] for i, j in document.compared.pairs}
        for j, claim in enumerate(document.claims):
            kind = kind_of(claim)
            there[kind] += 1
            right[kind] += j in answers and _full(answers[j]) == _full(document.compared.release[j])
    return there, right


def main(texts: Path, sets: Sequence[Path]) -> None:
    """Measure, and write what was measured."""
    coded = code_texts(texts)
    measured = measured_documents(ANNOTATION, coded)
    compared = [document.compared for document in measured.values()]
    bounds = intervals(compared)
    alphas = readers_agreement(coded)
    header = (*Figure._fields, "f1_low", "f1_high", "alpha")
    _write(FIGURES, header, (_row(figure, bounds, alphas) for figure in figures(compared)))
    about = {
        "readers": READERS,
        "adjudication": ADJUDICATION,
        "annotation_sha256": digest(ANNOTATION),
        "n_documents": len(compared),
        "n_reference": sum(len(one.reference) for one in compared),
        "n_release": sum(len(one.release) for one in compared),
    }
    lines = ["# Made by `make unseen`: whence the figures of unseen.csv are."]
    lines += [f"{name} = {value if isinstance(value, int) else repr(value)}" for name, value in about.items()]
    ABOUT.write_text("\n".join(lines).replace("'", '"') + "\n", encoding="utf-8")
    there, right = counts([*measured.values(), *(one for folder in sets for one in measured_set(folder))])
    _write(CONFIDENCE, ("id", "n", "right"), ((kind, there[kind], right[kind]) for kind in sorted(there)))
    TRUST.mkdir(exist_ok=True)
    _write_example(texts, coded, measured)


def _write_example(texts: Path, coded: Mapping[str, Coded], measured: Mapping[str, Measured]) -> None:
    """Write the counts of claims and demands in all texts, and of the excerpts: as coded, and as they were read."""
    excerpts = read_excerpts(ANNOTATION, coded)
    drawn = Counter(excerpt.stratum for excerpt in excerpts)
    chance = {excerpt.stratum: excerpt.probability for excerpt in excerpts}
    totals: Counter[tuple[str, str]] = Counter()
    for document in read_batch(texts, take_stock(texts, 0).sources).documents:
        stratum = document.document_id.partition("-")[0]
        units = coded[document.source_sha256].units
        totals[stratum, "claims"] += len(units)
        totals[stratum, "demands"] += sum(map(_demands, units))
    # as many excerpts were drawn of each stratum; some were left out before they were read
    each = max(drawn.values())
    frame = [
        (name, round(each / chance[name]), totals[name, "claims"], totals[name, "demands"]) for name in sorted(drawn)
    ]
    _write(TRUST / "frame.csv", ("stratum", "excerpts", "claims", "demands"), frame)
    rows = []
    for excerpt in sorted(excerpts):
        sides = measured[excerpt.document].compared
        ours, theirs = (list(in_excerpt(units, excerpt)) for units in (sides.release, sides.reference))
        read = (len(theirs), sum(map(_demands, theirs)))
        rows.append((excerpt.stratum, len(ours), sum(map(_demands, ours)), *read))
    _write(TRUST / "sample.csv", ("stratum", "claims", "demands", "claims_read", "demands_read"), rows)


def _demands(unit: Unit) -> bool:
    return unit.act == "call" or unit.modality in _DEMANDED


def _full(unit: Unit) -> tuple[str, ...]:
    return tuple(getattr(unit, field) for field in FULL)


def _row(figure: Figure, bounds: Mapping[Key, tuple[float, float]], alphas: Mapping[Key, float]) -> Iterator[Any]:
    yield from figure
    yield from (round(bound, 4) for bound in bounds[figure[:3]]) if figure[:3] in bounds else ("", "")
    yield round(alphas[figure[:3]], 4) if figure[:3] in alphas else ""


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def _write(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
    except UsageError as error:
        sys.exit(str(error))
