"""Reading what Rapporteur publishes, with DuckDB and Arrow only: `rapporteur.open("dataset").claims`.

What is named here is imported when it is first asked for: the command is of this package, too, and mostly needs none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapporteur.cited import QueryCitation
    from rapporteur.listing import Listed, releases
    from rapporteur.places import ReadError
    from rapporteur.release import Release, Table, open
    from rapporteur.shares import Excerpt, Share, Stratum, corrected_share
    from rapporteur.statements import Claim, Statement

__all__ = [
    "Claim",
    "Excerpt",
    "Listed",
    "QueryCitation",
    "ReadError",
    "Release",
    "Share",
    "Statement",
    "Stratum",
    "Table",
    "corrected_share",
    "open",
    "releases",
]

_MODULES = {
    "cited": ("QueryCitation",),
    "listing": ("Listed", "releases"),
    "places": ("ReadError",),
    "release": ("Release", "Table", "open"),
    "shares": ("Excerpt", "Share", "Stratum", "corrected_share"),
    "statements": ("Claim", "Statement"),
}


def __getattr__(name: str) -> Any:
    """Return what a module of the package defines under the name."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"rapporteur.{module}"), name)
    raise AttributeError(f"module 'rapporteur' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names that the package has for its readers."""
    return __all__
