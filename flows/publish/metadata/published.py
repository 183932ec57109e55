"""What a published release says of its dataset: read from its own descriptions, as no later run says it better."""

import json
from pathlib import Path

from flows.intake.dataset_toml import Author
from flows.publish.metadata.described import ANNOTATIONS, About, Licence, about
from flows.publish.releases import DatasetError, NoReleaseError, Release, find

CITATION, PACKAGE, CROISSANT = "CITATION.cff", "datapackage.json", "croissant.json"
_ORCID = "https://orcid.org/"


def published_about(release: Release) -> About:
    """Return what the release says of the dataset; where its folder is not here, what the latest one that is does.

    Raises DatasetError where its citation file is damaged.
    """
    folder = release.folder
    if not (folder / CITATION).is_file():
        try:
            folder = find(folder.parent).folder
        except NoReleaseError:
            return about()
    return read_about(folder)


def read_about(folder: Path) -> About:
    """Return what the citation file of a release's folder says, whose values are JSON; the rest is the usual."""
    try:
        lines = (folder / CITATION).read_text(encoding="utf-8").splitlines()
        told = {name: json.loads(value) for name, _, value in (line.partition(": ") for line in lines)}
        package, croissant = (json.loads((folder / name).read_bytes()) for name in (PACKAGE, CROISSANT))
        known = about()
        return known._replace(
            name=package["name"],
            title=told["title"],
            description=told["abstract"],
            authors=tuple(map(_author, told["authors"])),
            keywords=tuple(told["keywords"]),
            licences={**_annotations(package.get("licenses", ())), **known.licences},
            doi=told.get("doi"),
            homepage=told.get("url"),
            publisher=croissant.get("publisher", {}).get("name"),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{folder}: its descriptions cannot be read: {type(error).__name__}: {error}") from None


def _annotations(licences: list[dict[str, str]]) -> dict[str, Licence]:
    if not licences:
        return {}
    told = licences[0]
    return {"annotations": Licence(ANNOTATIONS, told["name"], told["title"], told["path"])}


def _author(told: dict[str, str]) -> Author:
    return Author(
        name=told.get("name"),
        family_names=told.get("family-names"),
        given_names=told.get("given-names"),
        orcid=told["orcid"].removeprefix(_ORCID) if "orcid" in told else None,
        affiliation=told.get("affiliation"),
    )
