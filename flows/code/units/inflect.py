"""English verb and noun forms from a lemma, so that rule tables name lemmas and not their forms."""

from typing import Literal, NamedTuple

Tense = Literal["base", "s", "past", "participle", "ing"]

_VOWELS = frozenset("aeiou")
# Lemmas stressed on their last syllable, with one vowel and one consonant at its end.
_DOUBLING = frozenset(
    [
        "admit",
        "commit",
        "submit",
        "permit",
        "refer",
        "defer",
        "prefer",
        "infer",
        "concur",
        "occur",
        "incur",
        "compel",
        "propel",
        "regret",
        "rebut",
        "plan",
        "put",
        "set",
        "stop",
        "beg",
        "ban",
        "bid",
        "rid",
        "stir",
        "bar",
        "allot",
        "abhor",
        "deter",
        "expel",
        "extol",
        "patrol",
        "control",
    ]
)


class Form(NamedTuple):
    """One form of a verb, with what it is a form of."""

    text: str
    tense: Tense


def verb_forms(lemma: str, irregular: tuple[str, ...] = ()) -> tuple[Form, ...]:
    """All forms of a verb; a form that serves as past and as participle appears as both.

    `irregular` is the past tense, then the participle, then the -ing form, as far as spelling rules miss them.
    """
    doubled = lemma + lemma[-1] if lemma in _DOUBLING else lemma
    past = f"{lemma[:-1]}ied" if _ends_in_consonant_y(lemma) else f"{lemma}d" if lemma.endswith("e") else f"{doubled}ed"
    past = irregular[0] if irregular else past
    participle = irregular[1] if len(irregular) > 1 else past
    ing = (
        irregular[2] if len(irregular) > 2 else f"{doubled.removesuffix('e') if not lemma.endswith('ee') else lemma}ing"
    )
    return (
        Form(lemma, "base"),
        Form(with_s(lemma), "s"),
        Form(past, "past"),
        Form(participle, "participle"),
        Form(ing, "ing"),
    )


def with_s(lemma: str) -> str:
    """Return the plural of a noun, or the third person of a verb."""
    if _ends_in_consonant_y(lemma):
        return f"{lemma[:-1]}ies"
    return (
        f"{lemma}es"
        if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma in {"go", "do", "veto", "echo"}
        else f"{lemma}s"
    )


def _ends_in_consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in _VOWELS
