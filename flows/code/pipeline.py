"""The claims step: each line of `claims_upon_rules` and `claims_of` is a pass, which reads layers and adds one.

    sentences → tokens → structure → context → rules, or starts → drafts → cues → sources → inheritance → codes → topics

`claims_upon_rules` takes the claims as rules cut and attribute them, `claims_of` finds them by models alone.

Layers are columns over all statements of a batch (flows/code/layers.py, claims/): a claim's answer depends on its
statement alone, whatever else the batch holds.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.claims.attributed import Attributed, Source
from flows.code.claims.attributions import (
    cue_heads,
    find_cues,
    find_sources,
    with_claims,
    with_cues,
    without_bare_nouns,
    without_deeds,
)
from flows.code.claims.candidates import Candidate, candidate_columns, find_candidates
from flows.code.claims.codes import (
    ClaimColumns,
    are_plural,
    claim_columns,
    content_groups,
    cue_acts,
    decide,
    with_earlier,
    with_rules,
)
from flows.code.claims.context import Context, add_context
from flows.code.claims.drafts import Drafts, cut_sentences, spans_of
from flows.code.claims.earlier import earlier_codes, earlier_columns
from flows.code.claims.finish import finished
from flows.code.claims.hits import find_hits, hit_columns
from flows.code.claims.inheritance import SILENT, Found, inherit
from flows.code.claims.linear import Linear, load
from flows.code.claims.overruling import counted, held_by_source, with_mood_of_rules
from flows.code.claims.polarity import Codes, settle_polarity
from flows.code.claims.rule_codes import rule_codes
from flows.code.claims.rule_parts import (
    drafts_of,
    parts_of,
    trusted,
    with_others,
    with_pronouns,
    with_rule_parts,
    without_idle_parts,
)
from flows.code.claims.spans import Chosen, Places
from flows.code.claims.starts import claim_starts
from flows.code.claims.widening import widen_cues, widen_sources
from flows.code.coding import codes_of_units
from flows.code.folding import fold
from flows.code.layers import ROLES, Sentences, Structure, Tokens
from flows.code.structure import add_structure
from flows.code.tokens import sentences_of, tokenise
from flows.code.units import find_units
from flows.code.units.cues import Hit
from flows.code.units.subjects import Text
from flows.code.units.unit import Unit
from flows.records import Claim, Span, Statement

LANG = Path(__file__).parent / "lang"


_FINITE_OR_AUXILIARY = [index for index, name in enumerate(ROLES) if name.startswith(("finite", "aux"))]


_MODELS = ("model:act", "model:held", "model:mood")
_OPENING = 14
"""Tokens at a claim's beginning by which a clause of a resolution is told."""


class Layers(NamedTuple):
    """What the first passes know of a batch."""

    folded: list[str]
    sentences: Sentences
    tokens: Tokens
    structure: Structure
    context: Context
    candidates: list[Candidate]
    hits: list[list[Hit]]
    units: list[tuple[Unit, ...]]
    earlier: list[list[Claim]]


@cache
def models(name: str) -> dict[str, Linear]:
    """Return the models of a language's claims."""
    return load(LANG / name / "claims.npz")


def claims_of(statements: Sequence[Statement], name: str = "en") -> list[tuple[Claim, ...]]:
    """Return the claims of each statement in reading order; titles, headings, salutations and notes have none."""
    known = models(name)
    layers = read(statements, name)
    starts = claim_starts(name, known["starts"], layers.context, layers.sentences, layers.tokens, layers.structure)
    drafts = cut_sentences(list(statements), layers.folded, layers.sentences, layers.tokens, starts)
    layers = layers._replace(context=with_claims(layers.context, drafts.start, drafts.end))
    cues = find_cues(known["cues"], layers.context, drafts.start, drafts.end)
    cues = without_bare_nouns(cues, layers.structure, drafts.start)
    cues = without_deeds(cues, layers.structure, layers.candidates)
    cues = widen_cues(name, cues, drafts.start, layers.tokens)
    near = with_cues(layers.context, layers.structure, drafts.start, drafts.end, cues)
    sources = find_sources(known["sources"], near, drafts.start, drafts.end, cues)
    sources = widen_sources(name, sources, drafts.start, layers.tokens)
    attributed = attribute(statements, layers, drafts, cues, sources, name)
    acts = acts_of(layers, attributed, name)
    columns = code_columns(statements, layers, attributed, acts, name)
    answers = {code: decide(known[code], columns, sum(map(len, attributed))) for code in ("act", "held", "mood")}
    codes = settle(name, statements, layers, attributed, acts, answers)
    return finished(statements, layers.folded, attributed, codes)


def claims_upon_rules(statements: Sequence[Statement], name: str = "en") -> list[tuple[Claim, ...]]:
    """Return the claims as the rules cut and attribute them; models code them, and attribute what no rule does."""
    known = models(name)
    layers = read(statements, name)
    drafts = drafts_of(layers.units, layers.sentences, layers.tokens)
    units = trusted_units([unit for ours in layers.units for unit in ours], layers, drafts)
    layers = layers._replace(context=with_claims(layers.context, drafts.start, drafts.end))
    attributed = attribute_upon_rules(statements, layers, drafts, units, known, name)
    acts = acts_of(layers, attributed, name)
    columns = code_columns(statements, layers, attributed, acts, name)
    answers = {code: decide(known[code], columns, sum(map(len, attributed))) for code in ("act", "held", "mood")}
    earlier = [claim for ours in layers.earlier for claim in ours]
    ruled = [
        earlier[one.draft] if (unit := units[one.draft]) is not None and unit.cue else None
        for ours in attributed
        for one in ours
    ]
    codes = settle(name, statements, layers, attributed, acts, answers, ruled)
    attributed, codes = without_idle_parts(name, attributed, codes, units, layers.tokens)
    return finished(statements, layers.folded, attributed, codes)


def trusted_units(units: Sequence[Unit | None], layers: Layers, drafts: Drafts) -> list[Unit | None]:
    """Return the units of the drafts without the parts that the structure denies."""
    return trusted(units, drafts, layers.sentences, layers.tokens, layers.structure, layers.candidates)


def attribute_upon_rules(
    statements: Sequence[Statement],
    layers: Layers,
    drafts: Drafts,
    units: Sequence[Unit | None],
    known: dict[str, Linear],
    name: str,
) -> list[list[Attributed]]:
    """Return the claims with the parts that rules found, and those that models find where rules found none."""
    sentences, tokens = layers.sentences, layers.tokens
    bare, found = parts_without_rules(layers, drafts, units, known, name)
    cues = with_others(parts_of(units, "cue", drafts, sentences, tokens), bare, found[0])
    sources = with_others(parts_of(units, "source", drafts, sentences, tokens), bare, found[1])
    sources = with_pronouns(name, sources, units, cues, drafts, tokens)
    learned = attribute(statements, layers, drafts, cues, sources, name)
    return with_rule_parts(name, layers.folded, units, drafts, learned, sentences, tokens)


def parts_without_rules(
    layers: Layers, drafts: Drafts, units: Sequence[Unit | None], known: dict[str, Linear], name: str
) -> tuple[Places, tuple[Chosen, Chosen]]:
    """Return the rows of the drafts in which no rule found a cue, and the cues and sources that models find there."""
    bare = np.flatnonzero([unit is None or unit.cue is None for unit in units])
    start, end = drafts.start[bare], drafts.end[bare]
    cues = find_cues(known["cues"], layers.context, start, end)
    cues = without_bare_nouns(cues, layers.structure, start)
    cues = without_deeds(cues, layers.structure, layers.candidates)
    cues = widen_cues(name, cues, start, layers.tokens)
    near = with_cues(layers.context, layers.structure, start, end, cues)
    sources = find_sources(known["sources"], near, start, end, cues)
    return bare, (cues, widen_sources(name, sources, start, layers.tokens))


def read(statements: Sequence[Statement], name: str) -> Layers:
    """Return the layers that do not know of claims."""
    texts = [statement.text for statement in statements]
    folded = [fold(text) for text in texts]
    sentences, tokens = tokenise(texts, sentences_of(statements, silent=SILENT))[:2]
    structure = add_structure(sentences, tokens)
    context = add_context(name, sentences, tokens, structure)
    candidates = find_candidates(name, sentences, tokens, structure)
    hits = find_hits(folded)
    units = find_units(statements)
    earlier = codes_of_units(statements, folded, units)
    context = context.with_columns(
        **candidate_columns(candidates, structure),
        **hit_columns(hits, sentences, tokens),
        **earlier_columns(earlier, sentences, tokens),
    )
    return Layers(folded, sentences, tokens, structure, context, candidates, hits, units, earlier)


def attribute(
    statements: Sequence[Statement], layers: Layers, drafts: Drafts, cues: Chosen, sources: Chosen, name: str
) -> list[list[Attributed]]:
    """Return the claims of each statement with their parts, also those that they take over from earlier words."""
    found = [list[Found]() for _ in statements]
    sentences, tokens, structure = layers.sentences, layers.tokens, layers.structure
    statement_of = sentences.statement[drafts.sentence].tolist()
    paragraph, index = sentences.paragraph[drafts.sentence].tolist(), sentences.number[drafts.sentence].tolist()
    cue_spans, source_spans = spans_of(cues, tokens), spans_of(sources, tokens)
    active = _active(structure, cues).tolist()
    subjects = _main_subjects(structure, tokens, drafts)
    forms = tokens.words.folded
    finite = np.isin(structure.role, _FINITE_OR_AUXILIARY).tolist()
    plural_sources = are_plural(structure, sources.start, sources.end).tolist()
    low = np.array([one.start if one else -1 for one in subjects], np.int64)
    high = np.array([one.end if one else -1 for one in subjects], np.int64)
    plural_subjects = are_plural(structure, low, high).tolist()
    cue_starts, cue_ends = cues.start.tolist(), cues.end.tolist()
    source_starts, source_ends = sources.start.tolist(), sources.end.tolist()
    for row, (where, start, end) in enumerate(
        zip(statement_of, drafts.start.tolist(), drafts.end.tolist(), strict=True)
    ):
        words = tuple([forms[form] for form in tokens.form[start : min(start + _OPENING, end)].tolist()])
        found[where].append(
            Found(
                draft=row,
                paragraph=paragraph[row],
                sentence=index[row],
                span=drafts.span[row],
                start=start,
                end=end,
                item=bool(drafts.item[row]),
                words=words,
                verbs=tuple(finite[start : start + len(words)]),
                cue=cue_spans[row],
                cue_start=cue_starts[row],
                cue_end=cue_ends[row],
                cue_active=active[row],
                source=source_spans[row],
                source_start=source_starts[row],
                source_end=source_ends[row],
                source_plural=plural_sources[row],
                subject=subjects[row],
                subject_plural=plural_subjects[row],
                rule=drafts.rule[row],
            )
        )
    texts = [Text(statement.text, folded) for statement, folded in zip(statements, layers.folded, strict=True)]
    return [
        inherit(name, statement, text, tokens, ours, hits)
        for statement, text, ours, hits in zip(statements, texts, found, layers.hits, strict=True)
    ]


def acts_of(layers: Layers, attributed: Sequence[Sequence[Attributed]], name: str) -> list[str]:
    """Return the act that the tables give the cue of each claim of all statements, one after the other."""
    return cue_acts(name, [claim for ours in attributed for claim in ours], layers.tokens, layers.structure)


def code_columns(
    statements: Sequence[Statement],
    layers: Layers,
    attributed: Sequence[Sequence[Attributed]],
    acts: Sequence[str],
    name: str,
) -> ClaimColumns:
    """Return what the models of the codes read of the claims of all statements, one after the other."""
    claims = [claim for ours in attributed for claim in ours]
    kinds: list[int] = []
    asks: list[int] = []
    order: list[int] = []
    for statement, folded, ours in zip(statements, layers.folded, attributed, strict=True):
        sentence, place = (-1, -1), 0
        for claim in ours:
            kinds.append(statement.paragraphs[claim.paragraph].kind == "list_item")
            asks.append(folded.startswith("?", claim.span.end))
            place = place + 1 if sentence == (claim.paragraph, claim.sentence) else 0
            sentence = (claim.paragraph, claim.sentence)
            order.append(min(place, 3))
    extra = {"list_item": kinds, "asks": asks, "order": order}
    columns = claim_columns(name, claims, extra, layers.tokens, layers.structure, layers.context)
    told = iter(acts)
    ruled = [
        code
        for statement, folded, ours, hits in zip(statements, layers.folded, attributed, layers.hits, strict=True)
        for code in rule_codes(statement.text, folded, ours, hits, [next(told) for _ in ours])
    ]
    before = [
        codes
        for ours, earlier in zip(attributed, layers.earlier, strict=True)
        for codes in earlier_codes(earlier, [claim.span for claim in ours])
    ]
    return with_earlier(with_rules(columns, ruled), before)


def settle(
    name: str,
    statements: Sequence[Statement],
    layers: Layers,
    attributed: Sequence[Sequence[Attributed]],
    acts: Sequence[str],
    answers: dict[str, list[str]],
    ruled: Sequence[Claim | None] = (),
) -> list[Codes]:
    """Return the codes of all claims: the models' answers, with negation reckoned into them.

    `ruled` has what rules coded of the claims whose cue they found.
    """
    claims = [claim for ours in attributed for claim in ours]
    ruled = ruled or [None] * len(claims)
    codes = [
        Codes(act, holder, agreement, mood.split(" ")[0], mood.endswith(" negated"), _MODELS)
        for act, (holder, agreement), mood in zip(
            answers["act"], [held.split(" ") for held in answers["held"]], answers["mood"], strict=True
        )
    ]
    texts = [statement.text for statement, ours in zip(statements, attributed, strict=True) for _ in ours]
    codes = [
        counted(claim, held_by_source(text, claim, with_mood_of_rules(code, by_rules)), layers.tokens)
        for text, claim, code, by_rules in zip(texts, claims, codes, ruled, strict=True)
    ]
    roots = content_groups(layers.structure, claims)
    return settle_polarity(
        name, claims, codes, acts, layers.tokens, layers.structure, roots, [one is not None for one in ruled]
    )


def _active(structure: Structure, cues: Chosen) -> npt.NDArray[np.bool_]:
    """Return whether the verb of each cue is no passive, so that it can share the subject of a cue before it."""
    groups = structure.groups
    passive = np.zeros(len(structure.tag) + 1, np.bool_)
    passive[groups.head] = groups.passive
    heads = cue_heads(structure, cues)
    verbal = np.append(structure.role != 0, False)
    found: npt.NDArray[np.bool_] = (
        (cues.start >= 0) & ~passive[heads] & verbal[np.minimum(np.maximum(cues.start, 0), len(structure.tag))]
    )
    return found


def _main_subjects(structure: Structure, tokens: Tokens, drafts: Drafts) -> list[Source | None]:
    """Return the subject of the first main verb of each claim."""
    groups, subjects = structure.groups, structure.subjects
    main = np.flatnonzero((groups.role == ROLES.index("finite-main")) & (groups.subject >= 0))
    found: list[Source | None] = []
    places = np.searchsorted(groups.head[main], drafts.start).tolist()
    heads, owners = groups.head[main].tolist(), groups.subject[main].tolist()
    for place, start, end in zip(places, drafts.start.tolist(), drafts.end.tolist(), strict=True):
        if place < len(heads) and heads[place] < end and subjects.start[owners[place]] >= start:
            low, high = int(subjects.start[owners[place]]), int(subjects.end[owners[place]])
            found.append(Source(_span(tokens, low, high), low, high))
        else:
            found.append(None)
    return found


def _span(tokens: Tokens, start: int, end: int) -> Span:
    return Span(int(tokens.start[start]), int(tokens.end[end - 1]))
