"""Rule parts: claims as the rules cut and attribute them; models add cues and sources where no rule found any."""

from collections.abc import Sequence

import numpy as np

from flows.code.claims.attributed import Attributed, Source
from flows.code.claims.attributions import without_bare_nouns, without_deeds
from flows.code.claims.candidates import Candidate
from flows.code.claims.contents import content_of
from flows.code.claims.drafts import Drafts, token_spans
from flows.code.claims.overruling import THIRD
from flows.code.claims.polarity import Codes
from flows.code.claims.spans import Chosen, Places
from flows.code.claims.widening import widen_cues
from flows.code.lang.language import language
from flows.code.layers import TAGS, Sentences, Structure, Tokens
from flows.code.units.unit import Unit
from flows.records import Span

_NEAR = 4  # tokens before a cue in which the pronoun that is its subject stands
_ADVERBS = [index for index, name in enumerate(TAGS) if name == "ADV"]


def drafts_of(units: Sequence[Sequence[Unit]], sentences: Sentences, tokens: Tokens) -> Drafts:
    """Return the claims of all statements as the rules cut them, in the rules' order."""
    rows = {
        place: row
        for row, place in enumerate(
            zip(sentences.statement.tolist(), sentences.paragraph.tolist(), sentences.number.tolist(), strict=True)
        )
    }
    owner = np.array(
        [rows[number, unit.paragraph, unit.sentence] for number, ours in enumerate(units) for unit in ours], np.int64
    )
    spans = [unit.span for ours in units for unit in ours]
    start, end = token_spans(owner, spans, sentences, tokens)
    return Drafts(owner, spans, start, end, np.zeros(len(spans), np.bool_), [""] * len(spans))


def trusted(
    units: Sequence[Unit | None],
    drafts: Drafts,
    sentences: Sentences,
    tokens: Tokens,
    structure: Structure,
    candidates: Sequence[Candidate],
) -> list[Unit | None]:
    """Return the units without parts that the sentence's structure denies: a noun or deed as cue, an adverb as source.

    Such are "notes" in "she took notes", and "Then" in "Then she thanked the Chair".
    """
    cues = parts_of(units, "cue", drafts, sentences, tokens)
    kept = without_deeds(without_bare_nouns(cues, structure, drafts.start), structure, candidates)
    sources = parts_of(units, "source", drafts, sentences, tokens)
    adverb = np.append(np.isin(structure.tag, _ADVERBS), False)[sources.start] & (sources.end - sources.start == 1)
    denied = (cues.start >= 0) & ((kept.start < 0) | adverb)
    return [
        _bare(unit) if unit is not None and is_denied else unit
        for unit, is_denied in zip(units, denied.tolist(), strict=True)
    ]


def _bare(unit: Unit) -> Unit:
    return unit._replace(
        source=None, source_inherited=False, cue=None, cue_lemma=None, cue_inherited=False, content=unit.span,
        act="", holder="", agreement="", rules=tuple(rule for rule in unit.rules if rule.startswith("split.")),
    )  # fmt: skip


def parts_of(units: Sequence[Unit | None], part: str, drafts: Drafts, sentences: Sentences, tokens: Tokens) -> Chosen:
    """Return the cue or source that the rules found within each draft, as tokens; -1 where they found none there."""
    spans = [
        _within(getattr(unit, part), span) if unit else None for unit, span in zip(units, drafts.span, strict=True)
    ]
    start, end = token_spans(drafts.sentence, [span or Span(0, 0) for span in spans], sentences, tokens)
    has = np.array([span is not None for span in spans], np.bool_) & (end > start)
    return Chosen(np.where(has, start, -1), np.where(has, end, -1), np.zeros(len(spans), np.int32))


def with_pronouns(
    name: str, sources: Chosen, units: Sequence[Unit | None], cues: Chosen, drafts: Drafts, tokens: Tokens
) -> Chosen:
    """Return the sources with the pronoun before the cue for each that the rules took over from earlier words."""
    found = Chosen(sources.start.copy(), sources.end.copy(), sources.score)
    pronouns = language(name).pronouns
    for row, unit in enumerate(units):
        if unit is None or not unit.source_inherited or cues.start[row] < 0 or found.start[row] >= 0:
            continue
        last = int(cues.start[row])
        for place in range(last - 1, max(last - _NEAR, int(drafts.start[row])) - 1, -1):
            uses = pronouns.get(tokens.words.folded[tokens.form[place]], ())
            if any(use.row.points_back and len(use.words) == 1 for use in uses):
                found.start[row], found.end[row] = place, place + 1
                break
    return found


def with_others(chosen: Chosen, rows: Places, others: Chosen) -> Chosen:
    """Return the stretches chosen, and in these rows the others."""
    found = Chosen(chosen.start.copy(), chosen.end.copy(), chosen.score.copy())
    found.start[rows], found.end[rows], found.score[rows] = others
    return found


def with_rule_parts(
    name: str,
    folded: Sequence[str],
    units: Sequence[Unit | None],
    drafts: Drafts,
    found: Sequence[Sequence[Attributed]],
    sentences: Sentences,
    tokens: Tokens,
) -> list[list[Attributed]]:
    """Return a claim for each draft: with the parts that its unit has, else with those that models found."""
    statements = sentences.statement[drafts.sentence].tolist()
    cues = _places(statements, [unit.cue if unit else None for unit in units], sentences, tokens)
    own = parts_of(units, "cue", drafts, sentences, tokens)
    wide = widen_cues(name, own, drafts.start, tokens).start.tolist()  # negations before a cue count as in it
    sources = _places(statements, [unit.source if unit else None for unit in units], sentences, tokens)
    paragraphs = sentences.paragraph[drafts.sentence].tolist()
    numbers = sentences.number[drafts.sentence].tolist()
    starts, ends = drafts.start.tolist(), drafts.end.tolist()
    by_row = {one.draft: (one, ours) for ours in found for one in ours}
    first = np.searchsorted(statements, np.arange(len(folded))).tolist()
    made: list[list[Attributed]] = [[] for _ in folded]
    for row, (where, unit, span) in enumerate(zip(statements, units, drafts.span, strict=True)):
        one, ours = by_row.get(row, (None, ()))
        like = ours[one.like].draft - first[where] if one is not None and one.like is not None else None
        plain = _plain(row, paragraphs[row], numbers[row], span, starts[row], ends[row])
        if unit is not None and (unit.cue or unit.source):
            ruled = _ruled(folded[where], plain, unit, cues[row], sources[row])
            if wide[row] >= 0:
                ruled = ruled._replace(cue_start=wide[row])
            if one is not None and (one.held == "quoted" or (one.held == "pronoun" and unit.source_inherited)):
                ruled = ruled._replace(source=one.source, source_inherited=one.source_inherited, held=one.held)
            else:
                like = None
            one = ruled
        elif one is None:
            one = plain._replace(rules=unit.rules if unit else ())
        elif unit is not None:
            one = one._replace(rules=(*unit.rules, *one.rules))
        made[where].append(one._replace(like=like, parent=unit.parent if unit else None))
    return made


def without_idle_parts(
    name: str,
    attributed: Sequence[Sequence[Attributed]],
    codes: Sequence[Codes],
    units: Sequence[Unit | None],
    tokens: Tokens,
) -> tuple[list[list[Attributed]], list[Codes]]:
    """Return the claims and their codes without the cues of models that report nothing, so that the speaker holds them.

    Such are a modal alone in a claim that states ("We cannot afford delay"), and what somebody else does in the
    course of a meeting ("The members observed a minute of silence").
    """
    modals = language(name).modals
    kept_claims, kept_codes, following = [], [], iter(codes)
    for ours in attributed:
        kept: list[Attributed] = []
        for one in ours:
            code, unit = next(following), units[one.draft]
            if one.cue is not None and not one.cue_inherited and (unit is None or unit.cue is None):
                words = [tokens.words.folded[form] for form in tokens.form[one.cue_start : one.cue_end].tolist()]
                modal = code.act == "state" and all(word in modals or word == "not" for word in words)
                if modal or (code.act == "procedure" and code.holder in THIRD):
                    one = _plain(one.draft, one.paragraph, one.sentence, one.span, one.start, one.end)._replace(
                        parent=one.parent, rules=unit.rules if unit else ()
                    )
                    code = code._replace(holder="speaker", agreement="not_reported")
            kept.append(one)
            kept_codes.append(code)
        kept_claims.append(kept)
    return kept_claims, kept_codes


def _plain(row: int, paragraph: int, sentence: int, span: Span, start: int, end: int) -> Attributed:
    return Attributed(
        row, paragraph, sentence, span, start, end, None, False,
        None, -1, -1, False, span, None, "none", None, "", "", (),
    )  # fmt: skip


def _ruled(folded: str, plain: Attributed, unit: Unit, cue: tuple[int, int], source: tuple[int, int]) -> Attributed:
    """Return a claim with the parts of its unit."""
    content = unit.content
    if unit.span != plain.span and unit.cue is not None:  # a reference claim that is cut elsewhere
        content = content_of(folded, plain.span, unit.cue, _within(unit.source, plain.span))
    return plain._replace(
        source=Source(unit.source, *source) if unit.source else None,
        source_inherited=unit.source_inherited,
        cue=unit.cue,
        cue_start=cue[0],
        cue_end=cue[1],
        cue_inherited=unit.cue_inherited,
        content=content,
        held="none" if unit.source is None else "pronoun" if unit.source_inherited else "own",
        rules=unit.rules,
    )


def _within(part: Span | None, span: Span) -> Span | None:
    return part if part is not None and span.start <= part.start and part.end <= span.end else None


def _places(
    statements: Sequence[int], spans: Sequence[Span | None], sentences: Sentences, tokens: Tokens
) -> list[tuple[int, int]]:
    """Return the tokens of spans anywhere in their statements; -1 and -1 for none."""
    shift = 1 << 32
    base = sentences.statement[tokens.sentence].astype(np.int64) * shift
    low = [number * shift + span.start if span else -1 for number, span in zip(statements, spans, strict=True)]
    high = [number * shift + span.end if span else -1 for number, span in zip(statements, spans, strict=True)]
    start: Places = np.searchsorted(base + tokens.end, low, side="right")
    end: Places = np.searchsorted(base + tokens.start, high, side="left")
    return [
        (a, b) if span is not None and a < b else (-1, -1)
        for a, b, span in zip(start.tolist(), end.tolist(), spans, strict=True)
    ]
