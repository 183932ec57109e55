"""How a release is cited: `CITATION.cff` (Citation File Format 1.2.0), APA and BibTeX."""

import json

from flows.publish.metadata.described import Described, about


def citation_file(described: Described) -> str:
    """The release as Citation File Format; its strings are JSON's, which are YAML's too."""
    known, imprint = about(), described.imprint
    values = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": known.title,
        "abstract": known.description,
        "authors": [{"name": author} for author in known.authors],
        "keywords": known.keywords,
        "version": imprint.version,
        "date-released": imprint.date,
        "license": known.licences["annotations"].spdx,
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())


def apa(version: str, date: str) -> str:
    """The reference in the style of the APA's Publication Manual, 7th edition, for a data set; `date` is ISO 8601."""
    known = about()
    return f"{_names(known.authors)} ({date[:4]}). {known.title} (Version {version}) [Data set]."


def bibtex(version: str, date: str) -> str:
    """The reference as a BibTeX entry; braces keep each author, and the title, as they are written."""
    known = about()
    fields = {
        "author": " and ".join(f"{{{author}}}" for author in known.authors),
        "title": f"{{{known.title}}}",
        "year": date[:4],
        "version": version,
        "note": "Data set",
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{known.name}-{version},\n{body}}}"


def _names(authors: tuple[str, ...]) -> str:
    return ", ".join([*authors[:-1], f"& {authors[-1]}"]) if len(authors) > 1 else authors[0]
