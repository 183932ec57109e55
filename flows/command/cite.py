"""`rapporteur cite`: how to cite a release, and the hash that proves which one was meant."""

import json as encoder
import sys

from flows.command.options import DATASET, Dataset, Json


def cite(release: str | None = None, *, dataset: Dataset = DATASET, json: Json = False) -> int:
    """Print a release's reference (the latest if none is given) in APA style and BibTeX, with its hash."""
    from flows.publish.metadata.citation import apa, bibtex
    from flows.publish.metadata.published import published_about
    from flows.publish.releases import look_up

    found = look_up(dataset, release)
    known = published_about(found)
    reference = {
        "version": found.version,
        "date": found.date,
        "sha256": found.sha256,
        "apa": apa(found.version, found.date, known),
        "bibtex": bibtex(found.version, found.date, known),
        "withdrawn": found.withdrawn,
    }
    if json:
        sys.stdout.write(encoder.dumps(reference, ensure_ascii=False) + "\n")
    else:
        if found.withdrawn is not None:
            sys.stderr.write(f"rapporteur: release {found.version} was withdrawn: {found.withdrawn}\n")
        hashed = f"SHA-256 of the release's SHA256SUMS: {found.sha256}"
        sys.stdout.write(f"{reference['apa']}\n\n{reference['bibtex']}\n\n{hashed}\n")
    return 0
