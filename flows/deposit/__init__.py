"""A release on its way to a repository such as Zenodo: all that belongs to it in one BagIt bag (RFC 8493).

The bag's `data/` holds `release/`, `raw/` (the files that the release was made from, where their sidecar lets them be
passed on), `attestations/` (provenance, bill of materials, signature), the code of the commit as an archive, and
`.zenodo.json`. `bag.py` is the standard, `payload.py` what goes into it, `zenodo.py` what Zenodo reads.
"""

from flows.deposit.payload import Deposit, deposit

__all__ = ["Deposit", "deposit"]
