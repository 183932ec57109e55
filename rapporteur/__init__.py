"""Reading what Rapporteur publishes, with DuckDB and Arrow only."""

from rapporteur.shares import Excerpt, Share, Stratum, corrected_share

__all__ = ["Excerpt", "Share", "Stratum", "corrected_share"]
