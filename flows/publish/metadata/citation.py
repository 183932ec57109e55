"""How a release is cited: `CITATION.cff` (Citation File Format 1.2.0), APA and BibTeX."""

import json
from typing import Any

from flows.intake.dataset_toml import Author
from flows.publish.metadata.described import About, Described, about


def citation_file(described: Described) -> str:
    """Return the release as Citation File Format; its strings are JSON's, which are YAML's too."""
    known, imprint = described.about, described.imprint
    values: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": known.title,
        "abstract": known.description,
        "authors": [_author(author) for author in known.authors],
        "keywords": known.keywords,
        "version": imprint.version,
        "date-released": imprint.date,
        "license": described.licence and described.licence.spdx,
        "doi": known.doi,
        "url": known.homepage,
        "contact": _contact(known),
    }
    values = {name: value for name, value in values.items() if value is not None}
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())


def apa(version: str, date: str, known: About | None = None) -> str:
    """Return the reference in the style of the APA's Publication Manual, 7th edition, for a data set.

    `date` is ISO 8601; `known` is what is known of the dataset.
    """
    known = known or about()
    names = _names(tuple(map(_with_initials, known.authors)))
    text = f"{names} ({date[:4]}). {known.title} (Version {version}) [Data set]."
    publisher = f" {known.publisher}." if known.publisher else ""
    return text + publisher + (f" https://doi.org/{known.doi}" if known.doi else "")


def bibtex(version: str, date: str, known: About | None = None) -> str:
    """Return the reference as a BibTeX entry; braces keep an organisation, and the title, as they are written."""
    known = known or about()
    fields = {
        "author": " and ".join(f"{{{one.name}}}" if one.name else one.sorted_name for one in known.authors),
        "title": f"{{{known.title}}}",
        "year": date[:4],
        "version": version,
        "note": "Data set",
        **({"publisher": known.publisher} if known.publisher else {}),
        **({"doi": known.doi} if known.doi else {}),
        **({"url": known.homepage} if known.homepage else {}),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{known.name}-{version},\n{body}}}"


def _names(authors: tuple[str, ...]) -> str:
    return ", ".join([*authors[:-1], f"& {authors[-1]}"]) if len(authors) > 1 else authors[0]


def _with_initials(author: Author) -> str:
    """Return an author as lists of references have it: `Reader, A. B.`."""
    if author.given_names is None:
        return author.sorted_name
    return f"{author.family_names}, {' '.join(f'{name[0]}.' for name in author.given_names.split())}"


def _author(author: Author) -> dict[str, str]:
    """Return an author as Citation File Format has a person or an entity."""
    fields = {
        "name": author.name,
        "family-names": author.family_names,
        "given-names": author.given_names,
        "orcid": author.orcid and f"https://orcid.org/{author.orcid}",
        "affiliation": author.affiliation if author.name is None else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _contact(known: About) -> list[dict[str, str]] | None:
    """Return whom to ask; an address needs a name beside it."""
    if known.contact is None:
        return None
    kind = "website" if known.contact.startswith("https://") else "email"
    return [{"name": known.publisher or known.authors[0].full_name, kind: known.contact}]
