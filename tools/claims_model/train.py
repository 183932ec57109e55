"""Make the claims' models from reference annotation.

`python -m tools.claims_model.train OUT SET...`

A SET is a folder with raw/ and gold/. The models of codes learn from parts that the models of parts find in documents
they have not seen, so that they know what those get wrong.
"""

import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse

from flows.code.claims.attributions import LONGEST_CUE, claim_rows, find_sources, with_claims, with_cues
from flows.code.claims.codes import ClaimColumns
from flows.code.claims.context import Context, Places
from flows.code.claims.drafts import Drafts, token_spans
from flows.code.claims.linear import Linear, Scores, bag_hashes, feature_hashes, scores
from flows.code.claims.resolutions import is_resolution
from flows.code.claims.rule_parts import parts_of, with_others, with_pronouns, with_rule_parts
from flows.code.claims.spans import Chosen, best_spans
from flows.code.claims.starts import start_candidates
from flows.code.claims.widening import widen_cues, widen_sources
from flows.code.lang.language import language
from flows.code.pipeline import Layers, acts_of, attribute, code_columns, read, trusted_units
from flows.code.units.unit import Unit
from flows.records import Span
from tools.claims_model.annotation import Annotated, AnnotatedStatement, read_annotation
from tools.claims_model.fitting import fit, rounded, table

TEMPLATES = tomllib.loads((Path(__file__).parent / "templates.toml").read_text(encoding="utf-8"))
FOLDS = 3
LEAST_SHARE = 0.5  # of two spans, for a reference claim to be a unit of the rules
STEPS = 40


class Corpus(NamedTuple):
    """Annotated statements, what the first passes know of them, and the reference claims as rows."""

    statements: list[AnnotatedStatement]
    layers: Layers
    claims: list[Annotated]
    owner: npt.NDArray[np.int64]  # statement of each claim
    drafts: Drafts  # the claims as the reference cuts them
    fold: npt.NDArray[np.int64]  # of each claim, by document


def corpus_of(statements: list[AnnotatedStatement], name: str = "en") -> Corpus:
    """Return the annotated statements with their layers."""
    layers = read([one.statement for one in statements], name)
    sentences, tokens = layers.sentences, layers.tokens
    claims, owner, sentence, spans = [], [], [], []
    firsts = np.searchsorted(sentences.statement, np.arange(len(statements) + 1))
    for number, one in enumerate(statements):
        starts = sentences.start[firsts[number] : firsts[number + 1]]
        for claim in one.claims:
            at = int(np.searchsorted(starts, claim.span.start, side="right")) - 1
            if at < 0 or claim.span.start >= sentences.end[firsts[number] + at]:
                continue
            claims.append(claim)
            owner.append(number)
            sentence.append(firsts[number] + at)
            spans.append(claim.span)
    rows = np.array(sentence, np.int64)
    start, end = token_spans(rows, spans, sentences, tokens)
    documents = {name: place for place, name in enumerate(sorted({one.document for one in statements}))}
    fold = np.array([documents[statements[number].document] % FOLDS for number in owner])
    drafts = Drafts(rows, spans, start, end, np.zeros(len(rows), np.bool_), [""] * len(rows))
    return Corpus(statements, layers, claims, np.array(owner), drafts, fold)


def templates(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the templates of a model."""
    return tuple(tuple(text.split("&")) for text in TEMPLATES[name]["templates"].split())


def linear(
    name: str,
    features: scipy.sparse.csr_matrix,
    wanted: npt.NDArray[np.int64],
    answers: Sequence[str],
    weight: Any = None,
) -> Linear:
    """Return a model that was fitted to the features of things and the answers that are right of them."""
    spec = TEMPLATES[name]
    found = fit(features, wanted, len(answers), spec["penalty"], weight, STEPS)
    return Linear(rounded(found), templates(name), tuple(answers), tuple(spec.get("bags", ())))


def features_of(name: str, count: int, column: Callable[[str], Any], bags: Any = None) -> scipy.sparse.csr_matrix:
    """Return the hashed features of things."""
    spec = TEMPLATES[name]
    sets = [(bags[bag].owner, bag_hashes(number, bags[bag].hashes)) for number, bag in enumerate(spec.get("bags", ()))]
    return table(feature_hashes(templates(name), column), sets, count, spec["bits"])


def starts_data(corpus: Corpus) -> tuple[scipy.sparse.csr_matrix, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return features of the tokens at which a claim may begin, whether one does, and the fold."""
    sentences, structure = corpus.layers.sentences, corpus.layers.structure
    places = start_candidates(sentences, structure)
    first: dict[int, tuple[int, int]] = {}
    for row, start, fold in zip(
        corpus.drafts.sentence.tolist(), corpus.drafts.start.tolist(), corpus.fold.tolist(), strict=True
    ):
        first[row] = min(first.get(row, (start, fold)), (start, fold))
    owner = corpus.layers.tokens.sentence[places].tolist()
    kept = np.array(
        [row in first and place > first[row][0] for row, place in zip(owner, places.tolist(), strict=True)], np.bool_
    )
    places = places[kept]
    right = np.isin(places, corpus.drafts.start)
    fold = np.array([first[row][1] for row in corpus.layers.tokens.sentence[places].tolist()])
    return (
        features_of("starts", len(places), lambda name: corpus.layers.context.column(name, places)),
        right[:, None].astype(np.int64),
        fold,
    )


def parts(corpus: Corpus, part: str) -> Chosen:
    """Return the tokens of a part of each reference claim, -1 where it has none within it."""
    sentences, tokens, drafts = corpus.layers.sentences, corpus.layers.tokens, corpus.drafts
    spans = [getattr(claim, part) for claim in corpus.claims]
    good = [
        span is not None and claim.span.start <= span.start and span.end <= claim.span.end
        for span, claim in zip(spans, corpus.claims, strict=True)
    ]
    start, end = token_spans(
        drafts.sentence, [span if ok else Span(0, 0) for span, ok in zip(spans, good, strict=True)], sentences, tokens
    )
    has = np.array(good) & (end > start)
    if part == "source":
        _add_pronouns(corpus, start, end, has)
    return Chosen(np.where(has, start, -1), np.where(has, end, -1), np.zeros(len(start), np.int32))


def _add_pronouns(corpus: Corpus, start: Any, end: Any, has: Any) -> None:
    """Put the pronoun before a cue in the place of a source that stands further off."""
    cues = parts(corpus, "cue")
    pronouns = language("en").pronouns
    tokens = corpus.layers.tokens
    for row, claim in enumerate(corpus.claims):
        if has[row] or claim.source is None or cues.start[row] < 0:
            continue
        for place in range(
            int(cues.start[row]) - 1, max(int(cues.start[row]) - 5, int(corpus.drafts.start[row]) - 1), -1
        ):
            uses = pronouns.get(tokens.words.folded[tokens.form[place]], ())
            if any(use.row.points_back for use in uses):
                start[row], end[row], has[row] = place, place + 1, True
                break


def part_table(
    first: npt.NDArray[np.int64], offset: npt.NDArray[np.int64], chosen: Chosen, count: int
) -> npt.NDArray[np.int64]:
    """Return for each token of the claims whether a part begins, ends there, and holds it."""
    wanted = np.zeros((count, 3), np.int64)
    for row, (start, end) in enumerate(zip(chosen.start.tolist(), chosen.end.tolist(), strict=True)):
        if start >= 0:
            low, high = first[row] + start - offset[row], first[row] + end - offset[row]
            wanted[low, 0] = wanted[high - 1, 1] = 1
            wanted[low:high, 2] = 1
    return wanted


class Parts(NamedTuple):
    """Cues and sources of the reference claims as models find them that have not seen the document."""

    cues: Chosen
    sources: Chosen
    models: dict[str, Linear]


def learn_parts(corpus: Corpus) -> Parts:
    """Return models of cues and sources, and what such models find in documents that they have not seen."""
    drafts, fold = corpus.drafts, corpus.fold
    context = with_claims(corpus.layers.context, drafts.start, drafts.end)
    rows, first, owner = claim_rows(drafts.start, drafts.end)
    cues, sources = parts(corpus, "cue"), parts(corpus, "source")
    features = features_of("cues", len(rows), lambda name: context.column(name, rows))
    wanted = part_table(first, drafts.start, cues, len(rows))
    known = np.array([claim.cue is None or cues.start[row] >= 0 for row, claim in enumerate(corpus.claims)])[owner]
    answers = ("begins", "ends", "holds")
    near = with_cues(context, corpus.layers.structure, drafts.start, drafts.end, cues)
    has = np.flatnonzero(cues.start >= 0)
    rows2, first2, owner2 = claim_rows(drafts.start[has], drafts.end[has])
    features2 = features_of("sources", len(rows2), lambda name: near.column(name, rows2))
    ours = Chosen(sources.start[has], sources.end[has], sources.score[has])
    wanted2 = part_table(first2, drafts.start[has], ours, len(rows2))
    unseen = np.zeros((len(rows), 3), np.int32)
    source_models = []
    for number in range(FOLDS):
        learn, learn2 = (fold[owner] != number) & known, fold[has][owner2] != number
        cue_model = linear("cues", features[learn], wanted[learn], answers)
        source_models.append(linear("sources", features2[learn2], wanted2[learn2], answers))
        ours = fold[owner] == number
        unseen[ours] = _scored(cue_model, context, rows[ours])
    cue_bias = best_bias(unseen, first, rows, cues, known_of(corpus, cues), LONGEST_CUE)
    guessed = widen_cues(
        "en", chosen_spans(unseen, first, rows, LONGEST_CUE, cue_bias), drafts.start, corpus.layers.tokens
    )
    close = with_cues(context, corpus.layers.structure, drafts.start, drafts.end, guessed)
    named = _nothing(len(fold))
    for number, model in enumerate(source_models):
        found = find_sources(model, close, drafts.start, drafts.end, guessed)
        now = fold == number
        named.start[now], named.end[now], named.score[now] = found.start[now], found.end[now], found.score[now]
    named = widen_sources("en", named, drafts.start, corpus.layers.tokens)
    whole = {
        "cues": biased(linear("cues", features[known], wanted[known], answers), cue_bias),
        "sources": linear("sources", features2, wanted2, answers),
    }
    return Parts(guessed, named, whole)


def known_of(corpus: Corpus, cues: Chosen) -> npt.NDArray[np.bool_]:
    """Return the claims whose cue is known to stand within them, or not to be there."""
    return np.array([claim.cue is None or cues.start[row] >= 0 for row, claim in enumerate(corpus.claims)], np.bool_)


def chosen_spans(weighed: Any, first: Any, rows: Any, longest: int, bias: int) -> Chosen:
    """Return the best spans as tokens, where a bias is added to the score of each."""
    moved = weighed.copy()
    moved[:, 0] += bias
    found = best_spans(moved, first, longest)
    has = found.start >= 0
    return Chosen(
        np.where(has, rows[np.maximum(found.start, 0)], -1),
        np.where(has, rows[np.maximum(found.end - 1, 0)] + 1, -1),
        found.score,
    )


def best_bias(weighed: Any, first: Any, rows: Any, wanted: Chosen, known: Any, longest: int) -> int:
    """Return the bias with which spans in unseen documents agree best with the reference."""
    scale = int(np.abs(weighed).mean()) + 1
    best = (-1.0, 0)
    for step in (-2, -1, 0, 1, 2, 3, 4, 6, 8):
        found = chosen_spans(weighed, first, rows, longest, step * scale // 4)
        there, told = (wanted.start >= 0) & known, (found.start >= 0) & known
        exact = there & told & (found.start == wanted.start) & (found.end == wanted.end)
        shared = there & told & (found.start < wanted.end) & (wanted.start < found.end)
        value = (exact.sum() + shared.sum()) / max(there.sum() + told.sum(), 1)
        total = there.sum() + told.sum()
        rates = f"exact {2 * exact.sum() / total:.3f}, shared {2 * shared.sum() / total:.3f}"
        print(f"  bias {step * scale // 4:+}: {told.sum()} spans for {there.sum()}, {rates}", flush=True)
        best = max(best, (value, step * scale // 4))
    return best[1]


def biased(model: Linear, bias: int) -> Linear:
    """Return a model whose first answer has a bias more; its first template is the one that everything has."""
    weights = model.weights.astype(np.int16)
    place = int(feature_hashes(model.templates[:1], lambda name: np.ones(1, np.uint32))[0][0]) & (len(weights) - 1)
    weights[place, 0] = np.clip(int(weights[place, 0]) + bias, -32767, 32767)
    return model._replace(weights=weights)


def _scored(model: Linear, context: Context, places: Places) -> Scores:
    """Return the scores of each answer at these tokens."""
    return scores(model, len(places), lambda name, part: context.column(name, places[part]))


def _nothing(count: int) -> Chosen:
    return Chosen(np.full(count, -1), np.full(count, -1), np.zeros(count, np.int32))


def coded(corpus: Corpus, cues: Chosen, sources: Chosen, name: str = "en") -> tuple[ClaimColumns, list[int]]:
    """Return what the models of the codes read, and which reference claim each row is."""
    statements = [one.statement for one in corpus.statements]
    layers = corpus.layers._replace(context=with_claims(corpus.layers.context, corpus.drafts.start, corpus.drafts.end))
    learned = attribute(statements, layers, corpus.drafts, cues, sources, name)
    units = trusted_units(units_of(corpus), layers, corpus.drafts)
    bare = np.flatnonzero([unit is None or unit.cue is None for unit in units])
    sentences, tokens = layers.sentences, layers.tokens
    own = parts_of(units, "cue", corpus.drafts, sentences, tokens)
    named = parts_of(units, "source", corpus.drafts, sentences, tokens)
    cues = with_others(own, bare, _rows(cues, bare))
    sources = with_others(named, bare, _rows(sources, bare))
    sources = with_pronouns(name, sources, units, cues, corpus.drafts, tokens)
    upon = attribute(statements, layers, corpus.drafts, cues, sources, name)
    upon = with_rule_parts(name, layers.folded, units, corpus.drafts, upon, sentences, tokens)
    attributed = [
        ours if is_resolution(name, statement) else theirs
        for statement, ours, theirs in zip(statements, learned, upon, strict=True)
    ]
    acts = acts_of(layers, attributed, name)
    return code_columns(statements, layers, attributed, acts, name), [one.draft for ours in attributed for one in ours]


def _rows(chosen: Chosen, rows: npt.NDArray[np.int64]) -> Chosen:
    return Chosen(chosen.start[rows], chosen.end[rows], chosen.score[rows])


def units_of(corpus: Corpus) -> list[Unit | None]:
    """Return for each reference claim the unit of the rules that it shares most with, None where that is too little."""
    found: list[Unit | None] = []
    for claim, owner in zip(corpus.claims, corpus.owner.tolist(), strict=True):
        shares = [(_share(unit.span, claim.span), place) for place, unit in enumerate(corpus.layers.units[owner])]
        share, place = max(shares, default=(0.0, 0))
        found.append(corpus.layers.units[owner][place] if share >= LEAST_SHARE else None)
    return found


def _share(one: Span, other: Span) -> float:
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (one.end - one.start + other.end - other.start - shared)


LABELS: dict[str, Callable[[dict[str, Any]], str]] = {
    "act": lambda codes: codes["act"],
    "held": lambda codes: f"{codes['holder']} {codes['agreement']}",
    "mood": lambda codes: f"{codes['modality']} {'negated' if codes['negated'] else 'plain'}",
}


def learn_codes(corpus: Corpus, columns: ClaimColumns, which: list[int]) -> dict[str, Linear]:
    """Return the models of the codes."""
    found = {}
    for name, label in LABELS.items():
        labels = [label(corpus.claims[row].codes) for row in which]
        answers = tuple(sorted(set(labels)))
        place = {answer: number for number, answer in enumerate(answers)}
        features = features_of(name, len(which), lambda column: columns.columns[column], columns.bags)
        found[name] = linear(name, features, np.array([place[one] for one in labels]), answers)
    return found


def save(file: Path, models: dict[str, Linear]) -> None:
    """Write the models, without dates, so that the same models are the same bytes."""
    stored: dict[str, Any] = {}
    for name, model in sorted(models.items()):
        stored[f"{name}.weights"] = model.weights
        stored[f"{name}.templates"] = np.array(["&".join(names) for names in model.templates])
        stored[f"{name}.answers"] = np.array(model.answers)
        stored[f"{name}.bags"] = np.array(model.bags, dtype="U20")
    np.savez_compressed(file, **stored)


def main(out: str, *folders: str) -> None:
    """Train on the annotated folders."""
    statements = [one for folder in folders for one in read_annotation(Path(folder) / "raw", Path(folder) / "gold")]
    corpus = corpus_of(statements)
    print(f"{len(corpus.claims)} claims, {len(corpus.layers.tokens.form)} tokens", flush=True)
    features, right, _ = starts_data(corpus)
    models = {"starts": linear("starts", features, right, ("begins",))}
    learned = learn_parts(corpus)
    models |= learned.models
    columns, which = coded(corpus, learned.cues, learned.sources)
    models |= learn_codes(corpus, columns, which)
    save(Path(out), models)


if __name__ == "__main__":
    main(*sys.argv[1:])
