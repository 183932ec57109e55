"""What a release says of itself to others' tools.

Made from schemas/, `dataset.toml` (else `about.toml`) and the documents' sidecars.

`described.py` gathers what there is to say; each other module says it in one format: `datapackage.py` (Data Package
v2), `croissant.py` (Croissant 1.1), `citation.py` (Citation File Format 1.2.0), `card.py` (README.md, the dataset
card). The same release gives the same bytes.
"""

from flows.publish.metadata.card import card
from flows.publish.metadata.citation import citation_file
from flows.publish.metadata.croissant import croissant
from flows.publish.metadata.datapackage import data_package
from flows.publish.metadata.described import NOTHING_SAID, About, Described, about, describe

__all__ = ["NOTHING_SAID", "About", "about", "describe", "metadata_texts"]


def metadata_texts(described: Described) -> dict[str, str]:
    """Return the metadata files of a release, by name."""
    return {
        "datapackage.json": data_package(described),
        "croissant.json": croissant(described),
        "CITATION.cff": citation_file(described),
        "README.md": card(described),
    }
