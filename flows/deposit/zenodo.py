"""`.zenodo.json`: what Zenodo says of a deposit (https://developers.zenodo.org/#deposit-metadata)."""

import json
from typing import Any

from flows.intake.dataset_toml import Author
from flows.publish.metadata import About
from flows.publish.releases import Release


def zenodo_json(release: Release, known: About) -> bytes:
    """Return the description of a release; what is not known stays out."""
    related = [
        {"identifier": identifier, "relation": relation}
        for identifier, relation in ((known.doi, "isVersionOf"), (known.homepage, "isDocumentedBy"))
        if identifier
    ]
    contact = f" Contact: {known.contact}." if known.contact else ""
    values: dict[str, Any] = {
        "upload_type": "dataset",
        "title": known.title,
        "description": known.description,
        "creators": [_creator(author) for author in known.authors],
        "publication_date": release.date,
        "version": release.version,
        "keywords": list(known.keywords),
        "license": known.licences["annotations"].spdx.lower() if "annotations" in known.licences else None,
        "access_right": "open",
        "imprint_publisher": known.publisher,
        "related_identifiers": related or None,
        "notes": f"SHA-256 of the release's SHA256SUMS: {release.sha256}. The statements' words stay with those who "
        f"issued them: see documents.licence.{contact}",
    }
    told = {name: value for name, value in values.items() if value is not None}
    return json.dumps(told, indent=2, ensure_ascii=False).encode("utf-8") + b"\n"


def _creator(author: Author) -> dict[str, str]:
    fields = {"name": author.sorted_name, "orcid": author.orcid, "affiliation": author.affiliation}
    return {name: value for name, value in fields.items() if value is not None}
