"""The facts of an item, as its sidecar will hold them, each with its basis; what no sidecar could hold is left out."""

from functools import lru_cache

from flows.fetch.declared import Source
from flows.fetch.sidecars import sidecar_toml
from flows.fetch.values import Read, value_of
from flows.intake.sidecar import SidecarError, read_sidecar
from flows.records import Fact


def facts_of(source: Source, read: Read, url: str, basis: str, language: str | None = None) -> tuple[Fact, ...]:
    """Return what the declaration's selectors find in an entry, and what holds for all items of the source.

    `basis` says where the entry was read. `language` is the item's, where the channel knows it.
    """
    found: dict[str, Fact] = {}
    for name, selector in source.facts.items():
        value = value_of(selector, read)
        if value is not None and name in ("date_start", "date_end"):
            value, precision = _day(value)
            if name == "date_start" and "date_precision" not in source.facts:
                found["date_precision"] = Fact("date_precision", precision, basis)
        if value is not None and _fits(name, value):
            found[name] = Fact(name, value, basis)
    if "date_start" not in found:
        for name in ("date_precision", "date_end"):
            found.pop(name, None)
    elif "date_end" in found and found["date_end"].value < found["date_start"].value:
        del found["date_end"]
    terms = source.terms
    found.setdefault("licence", Fact("licence", terms.licence, f"terms of {source.id}: {terms.basis}"))
    if language is None and len(source.languages) == 1:
        language = source.languages[0]
    if language is not None and "language" not in found:
        found["language"] = Fact("language", language, f"declaration of {source.id}")
    found["source_url"] = Fact("source_url", url, basis)
    return tuple(found.values())


def basis_of(source: Source, sha256: str | None) -> str:
    """Return how a fact is known that a response told, or the declaration alone."""
    return f"fetch: {source.id}, {sha256}" if sha256 else f"declaration of {source.id}"


def _day(value: str) -> tuple[str, str]:
    return (f"{value}-01-01", "year") if len(value) == 4 else (value, "day")


@lru_cache(4096)
def _fits(name: str, value: str) -> bool:
    """Return whether a sidecar takes the value: a feed may name a country that ISO 3166 does not know."""
    facts = [Fact(name, value, "-")]
    if name == "date_start":
        facts.append(Fact("date_precision", "day", "-"))
    elif name == "date_end":
        facts = [Fact("date_start", "0001-01-01", "-"), Fact("date_precision", "day", "-"), *facts]
    try:
        read_sidecar(sidecar_toml(facts).encode())
    except SidecarError:
        return False
    return True
