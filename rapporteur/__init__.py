"""Reading what Rapporteur publishes, with DuckDB and Arrow only: `rapporteur.open("dataset").claims`."""

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
