"""What a name in a label or title stands for: a state, a group, an organisation, a secretariat, an office."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.rules import compile_pattern, prove_examples, read_rules
from flows.segment.speaker_labels import is_state, state_kinds

HERE = Path(__file__).parent
PARTIES, ROLES = HERE / "parties.csv", HERE / "roles.csv"

_TRANSLATIONS = ("fr", "es", "pt", "ru", "ar")  # of the names of states, as pycountry has them
_OF = re.compile(
    r"\s(?:of|de la|de los|du|de l['’]|des|de|del|d['’]|for|Республики)\s?(?:the |The |THE |LA |la )?", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?i)^(?:the|la|le|les|el|los|las|l['’]|de la|del|du|des|de l['’]|de|d['’])\s*")
_GOVERNMENT = re.compile(
    r"(?i)^(?:the |my |our )?"
    r"(?:(?:government|people|delegation|peoples|state|nation|country|permanent mission|authorities)"
    r"(?:,? and (?:the )?)?){1,3}\s*of (?:the )?"
)


class PartyForm(NamedTuple):
    """A row of parties.csv; `pattern` (RE2, any case) takes a whole name."""

    id: str
    kind: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class Role(NamedTuple):
    """A row of roles.csv; `pattern` (RE2, any case) takes a whole office.

    `capacity` "none": the office leaves open who is spoken for.
    """

    id: str
    capacity: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


@lru_cache(maxsize=1 << 12)  # the same parties speak again and again
def party_kind(name: str) -> str | None:
    """Return the capacity of one who speaks for `name`: "national", "group", "organisation" …; None where unknown."""
    bare = name.strip()
    if not bare:
        return None
    known = state_kinds().get(re.sub(r"(?i)^the ", "", bare.partition(" (")[0]).casefold().replace("’", "'"))
    if known is not None:
        return "national" if known == "state" else known
    if is_state(bare) or is_translated_state(bare):
        return "national"
    return next((kind for kind, pattern in _forms() if pattern.fullmatch(bare)), None)


@lru_cache(maxsize=1 << 12)
def role_capacity(role: str) -> str | None:
    """Return "chair", "secretariat" or "none" (sent by somebody) for the name of an office; None where it is none."""
    return next((capacity for capacity, pattern in _roles() if pattern.fullmatch(role.strip())), None)


def state_in(office: str) -> str | None:
    """Return the state of an office ("President of the Republic of Liberia") as printed; None where it has none."""
    for found in _OF.finditer(office):
        rest = office[found.end() :].strip(" ,")
        if party_kind(rest) == "national":
            return rest
        before_comma = rest.partition(",")[0].strip()
        if party_kind(before_comma) == "national":
            return before_comma
    words = office.split()
    for size in (3, 2, 1):  # "Président de la République togolaise" ends with the state's name
        tail = " ".join(words[-size:])
        if len(words) > size and party_kind(tail) == "national":
            return tail
    return None


def without_government(name: str) -> str:
    """Return the name without "the Government and people of" and without its article."""
    bare = _GOVERNMENT.sub("", name.strip())
    return re.sub(r"(?i)^the ", "", bare).strip()


def is_translated_state(name: str) -> bool:
    """Return whether a state is called so in French, Spanish, Portuguese, Russian or Arabic."""
    return _folded(_ARTICLE.sub("", name.strip())) in _translated()


def _folded(name: str) -> str:
    """Return the name in small letters without accents, as capitals often stand."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


@cache
def _translated() -> frozenset[str]:
    import gettext

    import pycountry  # read where a title or label asks for it

    names: set[str] = set()
    for language in _TRANSLATIONS:
        told = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]).gettext
        for country in pycountry.countries:
            for field in ("name", "common_name", "official_name"):
                if name := getattr(country, field, None):
                    names.add(_folded(told(name)))
    return frozenset(names)


@cache
def _forms() -> "tuple[tuple[str, re2._Regexp[str]], ...]":
    return _compiled(PARTIES, PartyForm, "kind")


@cache
def _roles() -> "tuple[tuple[str, re2._Regexp[str]], ...]":
    return _compiled(ROLES, Role, "capacity")


def _compiled(table: Path, row: type[PartyForm] | type[Role], value: str) -> "tuple[tuple[str, re2._Regexp[str]], ...]":
    rules = read_rules(table, row)
    patterns = {rule.id: compile_pattern(f"(?i:{rule.pattern})", table.name, rule.id) for rule in rules}
    prove_examples(
        table.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: patterns[rule].fullmatch(text) is not None,
    )
    return tuple((getattr(rule, value), patterns[rule.id]) for rule in rules)
