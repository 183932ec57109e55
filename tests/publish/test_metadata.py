"""A release describes itself in others' formats, and every description says what its schemas, files and sidecars do.

Whether others' tools take the descriptions is for `make check-metadata`.
"""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

import flows.publish.shards
from flows.intake.dataset_toml import parse_dataset_toml
from flows.publish.manifest import Imprint
from flows.publish.metadata.citation import apa, bibtex
from flows.publish.metadata.described import Rights, about, describe
from flows.publish.metadata.published import published_about
from flows.publish.releases import find
from schemas.arrow import arrow_schema
from schemas.keys import key_columns, references
from schemas.release import TABLES
from tests.intake.test_dataset_toml import WHOLE
from tests.publish.inputs import FINGERPRINT, publish_texts

OURS = about(parse_dataset_toml((Path(__file__).parents[2] / "dataset.toml").read_bytes()))


def described(dataset: Path, name: str) -> dict[str, Any]:
    text = (dataset / "0.1.0" / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.safe_load(text.split("---\n")[1])


def sha256(dataset: Path, path: str) -> str:
    return hashlib.sha256((dataset / "0.1.0" / path).read_bytes()).hexdigest()


@pytest.fixture
def divided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release whose larger tables take several files."""
    monkeypatch.setattr(flows.publish.shards, "SMALLEST", 1)
    publish_texts(tmp_path)
    return tmp_path


def test_the_data_package_has_every_table_with_the_hash_of_its_file(published: Path) -> None:
    resources = {resource["name"]: resource for resource in described(published, "datapackage.json")["resources"]}
    assert list(resources) == list(TABLES)
    for resource in resources.values():
        assert resource["hash"] == f"sha256:{sha256(published, resource['path'])}"
        assert resource["bytes"] == (published / "0.1.0" / resource["path"]).stat().st_size


@pytest.mark.parametrize("table", TABLES)
def test_the_data_package_has_every_column_as_the_schema_has_it(published: Path, table: str) -> None:
    resources = described(published, "datapackage.json")["resources"]
    schema = next(resource for resource in resources if resource["name"] == table)["schema"]
    assert tuple(schema.get("primaryKey", ())) == key_columns(table)
    columns = TABLES[table].to_schema().columns
    for told, field in zip(schema["fields"], arrow_schema(table), strict=True):
        constraints, known = told.get("constraints", {}), columns[field.name].metadata
        assert (told["name"], told["description"]) == (field.name, field.metadata[b"description"].decode())
        assert constraints.get("required", False) != field.nullable
        assert constraints.get("enum") == (list(known["allowed"]) if known["allowed"] else None)
        assert constraints.get("minimum") == known["at_least"]
        assert constraints.get("pattern") == known["pattern"]


def test_foreign_keys_lead_to_the_tables_that_columns_refer_to(published: Path) -> None:
    found = {
        (
            resource["name"],
            *key["fields"],
            key["reference"]["resource"] or resource["name"],
            *key["reference"]["fields"],
        )
        for resource in described(published, "datapackage.json")["resources"]
        for key in resource["schema"].get("foreignKeys", [])
    }
    single = {tuple(reference)[:4] for reference in references() if not reference.is_list}
    assert found == single


def test_croissant_has_a_file_with_its_hash_and_a_record_set_for_each_table(published: Path) -> None:
    content = described(published, "croissant.json")
    assert all(node["sha256"] == sha256(published, node["contentUrl"]) for node in content["distribution"])
    files = {node["@id"] for node in content["distribution"]}
    for record_set, table in zip(content["recordSet"], TABLES, strict=True):
        assert [field["name"] for field in record_set["field"]] == arrow_schema(table).names
        assert {field["source"]["fileObject"]["@id"] for field in record_set["field"]} == {f"{table}.parquet"} <= files


def test_a_table_of_several_files_is_described_as_one(divided: Path) -> None:
    resource = next(r for r in described(divided, "datapackage.json")["resources"] if r["name"] == "claims")
    names = sorted(path.name for path in (divided / "0.1.0").glob("claims*.parquet"))
    assert len(names) > 1
    assert resource["path"] == names
    content = described(divided, "croissant.json")
    listed = {node["@id"]: node for node in content["distribution"]}
    assert all(listed[name]["sha256"] == sha256(divided, name) for name in names)
    claims = next(record_set for record_set in content["recordSet"] if record_set["name"] == "claims")
    assert claims["field"][0]["source"]["fileSet"]["@id"] == "claims-files"
    assert listed["claims-files"]["includes"] == "claims*.parquet"


def test_the_card_names_one_config_for_each_table_whose_files_are_there(published: Path) -> None:
    head = described(published, "README.md")
    assert [config["config_name"] for config in head["configs"]] == list(TABLES)
    assert [config["config_name"] for config in head["configs"] if config.get("default")] == ["claims"]
    for config in head["configs"]:
        files = sorted((published / "0.1.0").glob(config["data_files"]))
        assert [file.name for file in files] == [f"{config['config_name']}.parquet"]
    assert head["size_categories"] == ["n<1K"]


def test_the_card_counts_what_the_tables_hold(published: Path) -> None:
    card = (published / "0.1.0" / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"| `{table}` | {pq.read_metadata(published / '0.1.0' / f'{table}.parquet').num_rows} |" in card


def test_rights_are_told_for_each_licence_note_and_for_words_that_are_withheld(published: Path, tmp_path: Path) -> None:
    documents, statements = (
        pq.read_table(published / "0.1.0" / f"{table}.parquet") for table in ("documents", "statements")
    )
    notes = documents.schema.get_field_index("licence")
    words = statements.schema.get_field_index("text")
    licensed = documents.set_column(notes, "licence", [["free", "free", None]])
    withheld = statements.set_column(words, "text", [["text", None, "text"]])
    files = [{"table": table, "path": f"{table}.parquet"} for table in ("documents", "statements")]
    pq.write_table(licensed, tmp_path / "documents.parquet")
    pq.write_table(withheld, tmp_path / "statements.parquet")
    known = describe(Imprint("1", "2012-10-05", None, "1"), files, tmp_path)
    assert known.rights == (
        Rights(None, True, ("gamma",)),
        Rights("free", False, ("beta",)),
        Rights("free", True, ("alpha",)),
    )


def test_the_citation_names_version_and_date_of_the_release(published: Path) -> None:
    content = yaml.safe_load((published / "0.1.0" / "CITATION.cff").read_text(encoding="utf-8"))
    assert (content["type"], content["version"], content["date-released"]) == ("dataset", "0.1.0", "2012-10-05")
    assert "license" not in content  # nobody said one


def test_apa_and_bibtex_name_authors_year_title_and_version() -> None:
    assert (
        apa("1.2.0", "2012-10-05", OURS)
        == f"The Rapporteur contributors (2012). {OURS.title} (Version 1.2.0) [Data set]."
    )
    entry = bibtex("1.2.0", "2012-10-05", OURS)
    assert entry.startswith("@misc{rapporteur-1.2.0,\n  author = {{The Rapporteur contributors}},\n")
    assert entry.count("{") == entry.count("}")


def test_the_repositorys_citation_says_of_the_software_what_the_project_says(project: Path) -> None:
    said = yaml.safe_load((project / "CITATION.cff").read_text(encoding="utf-8"))
    known = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert said["type"] == "software"
    assert (said["title"].lower(), said["version"]) == (known["name"], known["version"])
    assert (said["abstract"], said["license"], said["keywords"]) == (
        known["description"],
        known["license"],
        known["keywords"],
    )
    assert said["authors"] == known["authors"]


def test_authors_and_licences_of_dataset_and_software_agree(project: Path) -> None:
    known = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert tuple(one.name for one in OURS.authors) == tuple(author["name"] for author in known["authors"])
    assert OURS.licences["code"].spdx == known["license"]
    assert OURS.licences["annotations"].spdx == "CC-BY-4.0"


def test_another_users_dataset_does_not_claim_to_be_ours(published: Path) -> None:
    for name in ("README.md", "CITATION.cff", "croissant.json", "datapackage.json"):
        text = (published / "0.1.0" / name).read_text(encoding="utf-8")
        assert OURS.title not in text and "The Rapporteur contributors" not in text
    assert "- annotations: no licence is stated" in (published / "0.1.0" / "README.md").read_text(encoding="utf-8")


def test_croissant_tells_what_made_it_from_what_and_what_may_be_done_with_it(published: Path) -> None:
    content = described(published, "croissant.json")
    assert content["prov:wasGeneratedBy"]["prov:wasAssociatedWith"]["@type"] == "prov:SoftwareAgent"
    assert [one["@type"] for one in content["prov:wasDerivedFrom"]] == ["prov:Entity"]
    assert {one["@type"] for one in content["usageInfo"]} == {"odrl:Offer"}
    assert "license" not in content


def test_what_a_release_says_of_itself_is_read_back(tmp_path: Path) -> None:
    said = parse_dataset_toml(WHOLE.encode())
    publish_texts(tmp_path, said=said)
    assert published_about(find(tmp_path)) == about(said)._replace(contact=None)


def test_a_release_without_documents_can_be_described(tmp_path: Path) -> None:
    publish_texts(tmp_path, {}, unread={"lost": "unreadable"})
    assert "sources" not in described(tmp_path, "datapackage.json")
    assert described(tmp_path, "README.md")["language"] == ["und"]


class TestDatasetToml:
    """What `dataset.toml` says stands in every description; what it does not say, in none."""

    SAID = parse_dataset_toml(WHOLE.encode())

    @pytest.fixture(scope="class")
    @staticmethod
    def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("said")
        publish_texts(folder, said=TestDatasetToml.SAID)
        return folder

    def test_the_citation_file_has_persons_with_orcid_doi_and_addresses(self, release: Path) -> None:
        told = yaml.safe_load((release / "0.1.0" / "CITATION.cff").read_text(encoding="utf-8"))
        assert told["authors"] == [
            {
                "family-names": "Reader",
                "given-names": "Ada",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
                "affiliation": "University of Somewhere",
            },
            {"name": "The working group"},
        ]
        assert (told["title"], told["doi"]) == ("Statements of the working group", "10.5281/zenodo.1234567")
        assert (told["url"], told["license"]) == ("https://example.org/dataset", "CC-BY-4.0")
        assert told["contact"] == [{"name": "University of Somewhere", "email": "data@example.org"}]

    def test_a_reference_names_persons_publisher_and_doi(self) -> None:
        known = about(self.SAID)
        assert apa("1.2.0", "2012-10-05", known) == (
            "Reader, A., & The working group (2012). Statements of the working group (Version 1.2.0) [Data set]. "
            "University of Somewhere. https://doi.org/10.5281/zenodo.1234567"
        )
        assert "author = {Reader, Ada and {The working group}}" in bibtex("1.2.0", "2012-10-05", known)

    def test_the_other_descriptions_have_them_too(self, release: Path) -> None:
        package = described(release, "datapackage.json")
        assert (package["name"], package["homepage"]) == ("group-statements", "https://example.org/dataset")
        assert package["contributors"][0]["path"] == "https://orcid.org/0000-0002-1825-0097"
        creators = described(release, "croissant.json")["creator"]
        assert [one["@type"] for one in creators] == ["sc:Person", "sc:Organization"]
        assert "Statements of the working group" in (release / "0.1.0" / "README.md").read_text(encoding="utf-8")

    def test_fields_that_are_not_known_stay_out(self, published: Path) -> None:
        told = yaml.safe_load((published / "0.1.0" / "CITATION.cff").read_text(encoding="utf-8"))
        assert not {"doi", "url", "contact"} & told.keys()
        assert None not in told.values()
        assert not {"homepage", "id"} & described(published, "datapackage.json").keys()

    def test_another_dataset_toml_is_another_release_of_the_same_data(self, tmp_path: Path) -> None:
        publish_texts(tmp_path, public=True)
        fingerprint = {**FINGERPRINT, "dataset.toml": "a" * 64}
        assert publish_texts(tmp_path, fingerprint=fingerprint, said=self.SAID).version == "1.0.1"
        assert "changed: `dataset.toml`" in (tmp_path / "1.0.1" / "CHANGELOG.md").read_text(encoding="utf-8")
