"""Explain: what each pass of the claims step knows of a text, layer by layer, as lines to read."""

from collections.abc import Iterator, Sequence

from flows.code.claims.attributions import with_claims
from flows.code.claims.drafts import cut_sentences, spans_of
from flows.code.claims.linear import scores
from flows.code.claims.resolutions import is_resolution
from flows.code.claims.rule_parts import drafts_of
from flows.code.claims.spans import Chosen
from flows.code.claims.starts import claim_starts, start_candidates
from flows.code.layers import CLAUSES, COMPLEMENTS, ROLES, TAGS
from flows.code.pipeline import Layers, claims_of, claims_upon_rules, models, parts_without_rules, read, trusted_units
from flows.records import Claim, Span, Statement


def explain(statement: Statement, name: str = "en") -> Iterator[str]:
    """Yield every layer of a statement: tokens, structure, candidates, starts, cues, sources and coded claims."""
    layers = read([statement], name)
    yield from _tokens(layers)
    yield from _groups(layers)
    yield "candidates: known words in their places"
    for one in layers.candidates:
        yield f"  {_words(layers, one.head, one.end)}  act {one.act}, {one.how}  [{one.rule}]"
    yield "constructions: what the wording alone matches"
    for hit in layers.hits[0]:
        words, rules = statement.text[hit.start : hit.end], " ".join(hit.rules)
        yield f"  {words}  {hit.construction}, act {hit.act or '-'}  [{rules}]"
    resolving = is_resolution(name, statement)
    yield from _alone(name, statement, layers) if resolving else _upon_rules(name, statement, layers)
    yield "claims"
    for claim in (claims_of if resolving else claims_upon_rules)([statement], name)[0]:
        yield from _claim(statement.text, claim)


def _upon_rules(name: str, statement: Statement, layers: Layers) -> Iterator[str]:
    """Yield the claims as the rules cut and attribute them, and what models say where no rule found a cue."""
    drafts = drafts_of(layers.units, layers.sentences, layers.tokens)
    units = trusted_units(layers.units[0], layers, drafts)
    yield "rules: the claims as rules cut and attribute them"
    for unit in filter(None, units):
        yield f"  {_said(statement, unit.span)}"
        yield f"    cue {_said(statement, unit.cue)}, source {_said(statement, unit.source)}  [{' '.join(unit.rules)}]"
    layers = layers._replace(context=with_claims(layers.context, drafts.start, drafts.end))
    rows, (cues, sources) = parts_without_rules(layers, drafts, units, models(name), name)
    yield "attributions: the best cue and source where no rule found a cue, with their scores (none at zero or below)"
    yield from _attributions(statement, layers, [drafts.span[row] for row in rows.tolist()], cues, sources)


def _alone(name: str, statement: Statement, layers: Layers) -> Iterator[str]:
    """Yield where models begin further claims, and the cue and source that they find in each."""
    known = models(name)
    places = start_candidates(layers.sentences, layers.structure)
    weighed = scores(known["starts"], len(places), lambda column, part: layers.context.column(column, places[part]))
    yield "starts: where a further claim may begin, and its score (above zero it does)"
    for place, score in zip(places.tolist(), weighed[:, 0].tolist(), strict=True):
        yield f"  {_words(layers, place, place + 3)}  {score:+}"
    starts = claim_starts(name, known["starts"], layers.context, layers.sentences, layers.tokens, layers.structure)
    drafts = cut_sentences([statement], layers.folded, layers.sentences, layers.tokens, starts)
    layers = layers._replace(context=with_claims(layers.context, drafts.start, drafts.end))
    _, (cues, sources) = parts_without_rules(layers, drafts, [None] * len(drafts.span), known, name)
    yield "attributions: the best cue and source of each claim, with their scores (none at zero or below)"
    yield from _attributions(statement, layers, drafts.span, cues, sources)


def _attributions(
    statement: Statement, layers: Layers, spans: Sequence[Span], cues: Chosen, sources: Chosen
) -> Iterator[str]:
    rows = zip(
        spans,
        spans_of(cues, layers.tokens),
        cues.score.tolist(),
        spans_of(sources, layers.tokens),
        sources.score.tolist(),
        strict=True,
    )
    for span, cue, cue_score, source, source_score in rows:
        yield f"  {_said(statement, span)}"
        yield f"    cue {_said(statement, cue)} {cue_score:+}, source {_said(statement, source)} {source_score:+}"


def _said(statement: Statement, span: Span | None) -> str:
    return statement.text[slice(*span)] if span else "-"


def _tokens(layers: Layers) -> Iterator[str]:
    tokens, structure = layers.tokens, layers.structure
    yield "tokens: word, part of speech, role, clause that begins"
    for place, word in enumerate(tokens.word.tolist()):
        role, clause = ROLES[structure.role[place]], CLAUSES[structure.clause[place]]
        more = " ".join(one for one in (role, clause) if one != "none")
        yield f"  {tokens.words.printed[word]}  {TAGS[structure.tag[place]]}  {more}".rstrip()


def _groups(layers: Layers) -> Iterator[str]:
    groups, subjects = layers.structure.groups, layers.structure.subjects
    yield "structure: verb groups with their subjects"
    for row in range(len(groups.head)):
        own = int(groups.subject[row])
        subject = _words(layers, int(subjects.start[own]), int(subjects.end[own])) if own >= 0 else "-"
        signs = [name for name, on in (("passive", groups.passive[row]), ("negated", groups.negated[row])) if on]
        takes = COMPLEMENTS[groups.complement[row]]
        group = _words(layers, int(groups.start[row]), int(groups.end[row]))
        yield f"  {group}  subject {subject}, takes {takes} {' '.join(signs)}".rstrip()


def _claim(text: str, claim: Claim) -> Iterator[str]:
    yield f"  {text[slice(*claim.span)]}"
    for part in ("source", "cue", "content", "addressee"):
        span = getattr(claim, part)
        yield f"    {part} {text[slice(*span)] if span else '-'}"
    negated = "negated" if claim.negated else "not negated"
    yield f"    {claim.holder}, {claim.agreement}, {claim.act}, modality {claim.modality}, {negated}"
    yield f"    topics {', '.join(claim.topics) or '-'}"
    yield f"    decided by {', '.join(claim.rules)}"


def _words(layers: Layers, start: int, end: int) -> str:
    return " ".join(layers.tokens.words.printed[word] for word in layers.tokens.word[start:end].tolist())
