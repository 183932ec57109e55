"""Codes: columns that tell who holds a claim, how widely and what is done with it, and the models that read them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.claims.attributed import Attributed
from flows.code.claims.attributions import cue_heads
from flows.code.claims.context import Context, Numbers, Places
from flows.code.claims.lexical import text_hash
from flows.code.claims.linear import Bag, Hashes, Linear, paired, scores
from flows.code.claims.rule_codes import RuleCodes
from flows.code.claims.spans import Chosen
from flows.code.lang.language import language
from flows.code.lang.quantifiers import voices
from flows.code.lang.uses import best_use
from flows.code.layers import ROLES, TAGS, Structure, Tokens, VerbGroups

_FINITE_MAIN = ROLES.index("finite-main")
_FINITE = tuple(index for index, name in enumerate(ROLES) if name.startswith("finite"))
_NOMINAL = np.array([name in ("NOUN", "NOUNS", "PROPN", "PRON", "NUM") for name in TAGS])
_PREDICATIVE = np.array([name in ("ADJ", "NOUN", "NOUNS", "VERB-pp") for name in TAGS])
_BREAK = np.array(
    [
        name in ("ADP", "PUNCT", "PRON-wh", "SCONJ", "CCONJ", "VERB-fin", "VERB-ing", "VERB-base", "AUX-fin")
        for name in TAGS
    ]
)
_FAR = 30  # tokens of a claim whose words its models read


class ClaimColumns(NamedTuple):
    """Columns over claims, and sets of words that each has."""

    columns: dict[str, Numbers]
    bags: dict[str, Bag]

    def column(self, name: str, part: slice) -> Numbers:
        """Return a column of some of the claims."""
        return self.columns[name][part]


def claim_columns(
    name: str,
    claims: Sequence[Attributed],
    extra: dict[str, list[int]],
    tokens: Tokens,
    structure: Structure,
    context: Context,
) -> ClaimColumns:
    """Return what the models read of each claim; `extra` are columns that others know, as lists."""
    count = len(claims)
    start, end = _array([one.start for one in claims]), _array([one.end for one in claims])
    cue_start, cue_end = _array([one.cue_start for one in claims]), _array([one.cue_end for one in claims])
    has = cue_start >= 0
    own_cue = has & (cue_start >= start) & (cue_end <= end)
    source_start = _array([one.source.start if one.source else -1 for one in claims])
    source_end = _array([one.source.end if one.source else -1 for one in claims])
    sourced = source_start >= 0
    size = len(tokens.form)

    def at(column: str, place: Places, good: npt.NDArray[np.bool_]) -> Numbers:
        if not size:
            return np.zeros(count, np.uint32)
        return np.where(good, context.column(column, np.clip(place, 0, size - 1)), np.uint32(3))

    found: dict[str, Numbers] = {
        "one": np.ones(count, np.uint32),
        "held": _hashes([one.held for one in claims]),
        "rule_act": _hashes([one.act for one in claims]),
        "inherited": _numbers(_array([one.source_inherited + 2 * one.cue_inherited for one in claims])),
        "has_cue": _numbers(has + own_cue),
        "has_source": _numbers(sourced),
        **{key: _numbers(_array(values)) for key, values in extra.items()},
    }
    head = cue_heads(structure, Chosen(cue_start, cue_end, cue_end.astype(np.int32)))
    for column in (
        "form",
        "lemma",
        "tag",
        "role",
        "verb",
        "verbs",
        "reports",
        "noun",
        "uses",
        "adjective",
        "passive",
        "complement",
        "duty",
        "evaluation",
        "proceeding",
        "modal",
        "opener",
        "light",
        "negation",
    ):
        found[f"cue_{column}"] = at(column, head, has)
    found["cue_first"] = at("form", cue_start, has)
    found["cue_last"] = at("form", cue_end - 1, has)
    found["cue_after"] = at("form", cue_end, has)
    found["cue_after_tag"] = at("tag", cue_end, has)
    found["cue_place"] = _numbers(np.where(own_cue, np.minimum(cue_start - start, 8), 9))
    found["cue_size"] = _numbers(np.where(has, np.minimum(cue_end - cue_start, 6), 0))
    nouns = np.concatenate(([-1], np.flatnonzero(_NOMINAL[structure.tag])))
    last_noun = nouns[np.searchsorted(nouns, cue_end) - 1]
    noun_in = has & (last_noun >= cue_start)
    found["cue_noun_act"] = at("noun", last_noun, noun_in)
    found["cue_noun_lemma"] = at("lemma", last_noun, noun_in)
    source_head = _head(structure, source_start, source_end)
    for column in ("form", "lemma", "holder", "case", "tag", "quantifier"):
        found[f"source_{column}"] = at(column, source_head, sourced)
    found["source_first"] = at("form", source_start, sourced)
    found["source_first_case"] = at("case", source_start, sourced)
    found["source_second"] = at("form", source_start + 1, sourced & (source_start + 1 < source_end))
    found["source_size"] = _numbers(np.where(sourced, np.minimum(source_end - source_start, 6), 0))
    forms = tokens.words.folded
    words = [
        tuple(forms[form] for form in tokens.form[max(a, 0) : max(b, 0)][:_FAR].tolist())
        for a, b in zip(source_start.tolist(), source_end.tolist(), strict=True)
    ]
    told = [
        tuple(forms[form] for form in tokens.form[max(a, 0) : max(b, 0)].tolist())
        for a, b in zip(cue_start.tolist(), cue_end.tolist(), strict=True)
    ]
    found["source_voices"] = _hashes([_voices(one, "source") for one in words])
    found["cue_voices"] = _hashes([_voices(one, "cue") for one in told])
    found["we_voices"] = _hashes([_voices(one, "we") for one in words])
    found["source_listed"] = _numbers(_array([sum(word in ("and", ",") for word in one) and 1 for one in words]))
    _add_root(found, structure, context, start, end, cue_start, cue_end, own_cue, at)
    found |= _uses(name, claims, head, has, cue_end, tokens, structure)
    first_content = np.where(own_cue & (cue_end < end), cue_end, start)
    for column in ("form", "tag", "lemma", "duty", "evaluation"):
        found[f"content_{column}"] = at(column, first_content, first_content < end)
    found["content_next"] = at("form", first_content + 1, first_content + 1 < end)
    for column in ("form", "tag", "lemma", "evaluation", "holder", "proceeding"):
        found[f"first_{column}"] = at(column, start, start < end)
    found["first_next"] = at("form", start + 1, start + 1 < end)
    found["first_third"] = at("form", start + 2, start + 2 < end)
    lemmas, duty = context.columns["lemma"][context.rows], context.columns["duty"][context.rows]
    low, form = context.columns["form"][context.rows], context.columns["form"][context.rows]
    evaluation = context.columns["evaluation"][context.rows]
    stop = np.minimum(end, start + _FAR)
    verbal = np.where(structure.role != 0, paired(lemmas, structure.role.astype(np.uint32)), 0).astype(np.uint32)
    bags = {
        "cue": _bag(low, np.maximum(cue_start, 0), np.maximum(cue_end, 0)),
        "source": _bag(
            form, np.maximum(source_start, 0), np.minimum(np.maximum(source_end, 0), np.maximum(source_start, 0) + 12)
        ),
        "claim": _bag(lemmas, start, stop),
        "verbs": _bag(verbal, start, stop, empty=0),
        "duties": _bag(duty, start, stop, empty=0),
        "evaluations": _bag(evaluation, start, stop, empty=0),
        "opening": _bag(form, start, np.minimum(end, start + 5)),
    }
    return ClaimColumns(found, bags)


def decide(model: Linear, columns: ClaimColumns, count: int) -> list[str]:
    """Return the model's answer for each claim."""
    found = scores(model, count, columns.column, columns.bags.__getitem__)
    return [model.answers[index] for index in found.argmax(1).tolist()] if count else []


def _add_root(
    found: dict[str, Numbers],
    structure: Structure,
    context: Context,
    start: Places,
    end: Places,
    cue_start: Places,
    cue_end: Places,
    own_cue: npt.NDArray[np.bool_],
    at: Callable[[str, Places, npt.NDArray[np.bool_]], Numbers],
) -> None:
    """Add columns of the main verb of what is held: the first finite verb behind the cue, else of the claim."""
    groups, chosen, kind = _content_groups(structure, start, end, cue_end, own_cue)
    heads = groups.head.astype(np.int64)
    has = chosen >= 0
    group = np.maximum(chosen, 0)
    place = heads[group]
    found["root_kind"] = _numbers(kind)
    for column in ("lemma", "form", "verb", "verbs", "reports", "tag", "role", "proceeding", "duty", "complement"):
        found[f"root_{column}"] = at(column, place, has)
    found["root_passive"] = _numbers(np.where(has, groups.passive[group], 2))
    found["root_negated"] = _numbers(np.where(has, groups.negated[group], 2))
    opener = groups.start[group].astype(np.int64)
    found["root_modal"] = at("modal", opener, has)
    found["root_opener"] = at("form", opener, has)
    found["root_after"] = at("form", place + 1, has & (place + 1 < end))
    found["root_after_lemma"] = at("lemma", place + 2, has & (place + 2 < end))
    subject = np.where(has, groups.subject[group], -1)
    low = np.where(
        subject >= 0, structure.subjects.start[np.maximum(subject, 0)] if len(structure.subjects.start) else -1, -1
    ).astype(np.int64)
    high = np.where(
        subject >= 0, structure.subjects.end[np.maximum(subject, 0)] if len(structure.subjects.end) else -1, -1
    ).astype(np.int64)
    own = (subject >= 0) & (low >= start)
    head = _head(structure, low, high)
    for column in ("form", "lemma", "holder", "case", "tag"):
        found[f"subject_{column}"] = at(column, head, own)
    found["subject_first"] = at("form", low, own)
    found["subject_place"] = _numbers(np.where(own, np.minimum(low - start, 4), 9))
    predicative = np.append(np.flatnonzero(_PREDICATIVE[structure.tag]), len(structure.tag))
    behind = predicative[np.searchsorted(predicative, place + 1)]
    near = has & (behind < np.minimum(end, place + 6))
    for column in ("lemma", "duty", "evaluation", "adjective", "tag", "noun", "form"):
        found[f"predicate_{column}"] = at(column, behind, near)


def _uses(
    name: str,
    claims: Sequence[Attributed],
    head: Places,
    has: npt.NDArray[np.bool_],
    cue_end: Places,
    tokens: Tokens,
    structure: Structure,
) -> dict[str, Numbers]:
    """Return the use of each cue's verb that fits what follows it best."""
    known = language(name).verbs
    forms, acts, reports, firsts = tokens.words.folded, [], [], []
    form_ids = tokens.form
    limit = len(form_ids)
    for place, good in zip(head.tolist(), has.tolist(), strict=True):
        uses = known.get(forms[form_ids[place]], ()) if good else ()
        chosen = (
            best_use(uses, [forms[form] for form in form_ids[place + 1 : min(place + 15, limit)].tolist()])
            if uses
            else None
        )
        acts.append(chosen.use.row.act if chosen else "")
        firsts.append(chosen.use.row.first_act or chosen.use.row.act if chosen else "")
        reports.append(f"{chosen.use.row.reports} {chosen.surely}" if chosen else "")
    return {"use_act": _hashes(acts), "use_first_act": _hashes(firsts), "use_reports": _hashes(reports)}


def content_groups(structure: Structure, claims: Sequence[Attributed]) -> list[tuple[int, int]]:
    """Return the main verb group of what each claim holds, as tokens; (-1, -1) where it has none."""
    start, end = _array([one.start for one in claims]), _array([one.end for one in claims])
    cue_start, cue_end = _array([one.cue_start for one in claims]), _array([one.cue_end for one in claims])
    groups, chosen, _ = _content_groups(structure, start, end, cue_end, (cue_start >= start) & (cue_end <= end))
    low, high = groups.start.tolist(), groups.end.tolist()
    return [(low[one], high[one]) if one >= 0 else (-1, -1) for one in chosen.tolist()]


def _content_groups(
    structure: Structure, start: Places, end: Places, cue_end: Places, own_cue: npt.NDArray[np.bool_]
) -> tuple[VerbGroups, Places, Places]:
    """Return the verb groups, which of them is the main one of what each claim holds, and of what kind it is."""
    groups = structure.groups
    count = len(start)
    if not len(groups.head):
        groups = groups._replace(
            head=np.array([0], np.int32),
            start=np.array([0], np.int32),
            end=np.array([0], np.int32),
            role=np.array([0], np.uint8),
            subject=np.array([-1], np.int32),
            passive=np.array([False]),
            negated=np.array([False]),
            complement=np.array([0], np.uint8),
        )
    heads = groups.head.astype(np.int64)
    begin = np.where(own_cue & (cue_end < end), cue_end, start)
    chosen = np.full(count, -1)
    for wanted in ((_FINITE_MAIN,), _FINITE):
        ours = np.flatnonzero(np.isin(groups.role, wanted))
        if not len(ours):
            continue
        following = np.searchsorted(heads[ours], begin)
        good = following < len(ours)
        index = ours[np.minimum(following, len(ours) - 1)]
        good &= heads[index] < end
        chosen = np.where((chosen < 0) & good, index, chosen)
    any_group = np.searchsorted(heads, begin)
    index = np.minimum(any_group, len(heads) - 1)
    good = (any_group < len(heads)) & (heads[index] < end)
    kind = np.where(chosen >= 0, 1, np.where(good, 2, 0))
    chosen = np.where(chosen >= 0, chosen, np.where(good, index, -1))
    return groups, chosen, kind


def cue_acts(name: str, claims: Sequence[Attributed], tokens: Tokens, structure: Structure) -> list[str]:
    """Return the act that the tables give each cue: that of its verb's use, or of the noun of a light verb."""
    known = language(name)
    forms, form_ids, limit = tokens.words.folded, tokens.form, len(tokens.form)
    starts, ends = _array([one.cue_start for one in claims]), _array([one.cue_end for one in claims])
    heads = cue_heads(structure, Chosen(starts, ends, ends.astype(np.int32))).tolist()
    found = []
    for claim, head in zip(claims, heads, strict=True):
        if claim.act or claim.cue_start < 0:
            found.append(claim.act)
            continue
        form = forms[form_ids[head]]
        cue = [forms[one] for one in form_ids[claim.cue_start : claim.cue_end].tolist()]
        nouns = [use.row.act for word in cue for use in known.nouns.get(word, ())[:1]]
        adjectives = [use.row.act for word in cue for use in known.adjectives.get(word, ())[:1]]
        uses = known.verbs.get(form, ())
        if form in known.light_verbs and nouns:
            found.append(nouns[-1])
            continue
        chosen = (
            best_use(uses, [forms[one] for one in form_ids[head + 1 : min(head + 15, limit)].tolist()])
            if uses
            else None
        )
        act = chosen.use.row.act if chosen else ""
        if chosen and chosen.use.row.first_act and claim.source and claim.source.end - claim.source.start == 1:
            first = forms[form_ids[claim.source.start]]
            act = chosen.use.row.first_act if first in ("i", "we") else act
        found.append(act or (adjectives[-1] if adjectives else nouns[-1] if nouns else ""))
    return found


def with_rules(columns: ClaimColumns, codes: Sequence[RuleCodes]) -> ClaimColumns:
    """Return the columns with those of what the rules say."""
    turned = zip(*codes, strict=True) if codes else [()] * len(RuleCodes._fields)
    more = {f"ruled_{name}": _hashes(list(values)) for name, values in zip(RuleCodes._fields, turned, strict=True)}
    return columns._replace(columns=columns.columns | more)


def with_earlier(columns: ClaimColumns, codes: Sequence[tuple[str, ...]]) -> ClaimColumns:
    """Return the columns with those of what the step of rules answers for the same words."""
    names = ("act", "holder", "agreement", "modality", "negated", "part", "cue")
    turned = zip(*codes, strict=True) if codes else [()] * len(names)
    more = {f"old_{name}": _hashes(list(values)) for name, values in zip(names, turned, strict=True)}
    return columns._replace(columns=columns.columns | more)


def _head(structure: Structure, start: Places, end: Places) -> Places:
    """Return the last noun of each stretch before what follows it; -1 of none."""
    size = len(structure.tag)
    low = np.maximum(start, 0)
    breaks = np.append(np.flatnonzero(_BREAK[structure.tag]), size)
    stop = np.minimum(breaks[np.searchsorted(breaks, low + 1)], end)
    nominal = np.concatenate(([-1], np.flatnonzero(_NOMINAL[structure.tag])))
    last = nominal[np.searchsorted(nominal, stop) - 1]
    found: Places = np.where(start < 0, -1, np.where(last >= low, last, end - 1))
    return found


def are_plural(structure: Structure, start: Places, end: Places) -> npt.NDArray[np.bool_]:
    """Return which stretches have a plural noun as their head."""
    heads = _head(structure, start, end)
    if not len(structure.tag):
        return heads > 0
    found: npt.NDArray[np.bool_] = (heads >= 0) & (structure.tag[np.maximum(heads, 0)] == TAGS.index("NOUNS"))
    return found


def _bag(hashes: Hashes, start: Places, end: Places, empty: int | None = None) -> Bag:
    sizes = np.maximum(end - start, 0)
    first = np.concatenate(([0], np.cumsum(sizes)))
    owner = np.repeat(np.arange(len(start)), sizes)
    found = hashes[np.arange(first[-1]) - first[owner] + start[owner]]
    if empty is None:
        return Bag(owner, found)
    kept = found != empty
    return Bag(owner[kept], found[kept])


@lru_cache(maxsize=1 << 14)
def _voices(words: tuple[str, ...], place: str) -> str:
    told = voices(words, place) if words else None
    return f"{told[0]} {told[2]}" if told else ""


def _array(values: Sequence[int]) -> Places:
    return np.array(values, np.int64)


def _numbers(values: npt.NDArray[Any]) -> Numbers:
    return values.astype(np.uint32)


def _hashes(texts: Sequence[str]) -> Numbers:
    return np.array([text_hash(text) for text in texts], np.uint32)
