"""`README.md` of a release: the dataset card, with the YAML that Hugging Face reads."""

import json
from bisect import bisect_right

from flows.publish.markdown import code, escaped
from flows.publish.metadata.citation import apa
from flows.publish.metadata.described import Described, Rights
from schemas.arrow import first_line
from schemas.release import TABLES

MAIN_TABLE = "claims"  # what is loaded where no table is named
_SHOWN = 10  # ids of documents in one line
# Hugging Face's size classes, by the rows of the main table
_SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
_CLASSES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B")


def card(described: Described) -> str:
    """Return the card as Markdown."""
    known, imprint = described.about, described.imprint
    lines = [
        *_front_matter(described),
        f"# {known.title}",
        "",
        f"Release {imprint.version} of {imprint.date}, schema version {imprint.schema}.",
        "",
        known.description,
        "",
        "## Tables",
        "",
        "| table | rows | what a row is |",
        "|---|---:|---|",
        *(f"| `{table}` | {described.rows(table)} | {first_line(model)} |" for table, model in TABLES.items()),
        "",
        "`CODEBOOK.md` says what a claim is, and describes every column and coded value (`columns.parquet` is the same "
        "as data); `RULES.md` lists the rules that decided.",
        "",
        "## Loading it",
        "",
        "In the folder that this file is in:",
        "",
        "```sql",
        "-- DuckDB",
        f"SELECT holder, agreement, count(*) AS n FROM '{MAIN_TABLE}*.parquet' GROUP BY ALL ORDER BY n DESC;",
        "```",
        "",
        "```python",
        "from datasets import load_dataset",
        "",
        f'{MAIN_TABLE} = load_dataset(".", "{MAIN_TABLE}", split="train")',
        "```",
        "",
        "`views.sql` opens all tables in DuckDB, with views for common questions: `duckdb -init views.sql`.",
        "",
        "`datapackage.json` and `croissant.json` describe the tables for other tools; `sha256sum -c SHA256SUMS` proves "
        "that the files are whole.",
        "",
        "## How far to trust it",
        "",
        *described.trust,
        "",
        "## Rights",
        "",
        "Three kinds, kept apart:",
        "",
        *(f"- {part}: {licence.covers}: [{licence.name}]({licence.url})" for part, licence in known.licences.items()),
        *([] if described.licence else ["- annotations: no licence is stated for the coding, offsets and figures"]),
        "- texts: the statements' words stay with those who issued them. `documents.licence` says for each document "
        "what is known:",
        "",
        "| documents | licence note | words in this release |",
        "|---|---|---|",
        *(_rights(rights) for rights in described.rights),
        "",
        "## Citing it",
        "",
        apa(imprint.version, imprint.date, known),
        "",
        "`CITATION.cff` says the same to machines. The SHA-256 of `SHA256SUMS` stands for the whole release.",
    ]
    return "\n".join(lines) + "\n"


def _front_matter(described: Described) -> list[str]:
    known = described.about
    values = {
        "pretty_name": known.title,
        "license": [*([described.licence.spdx.lower()] if described.licence else []), "other"],
        "language": list(described.languages) or ["und"],
        "tags": list(known.keywords),
        "size_categories": [_CLASSES[bisect_right(_SIZES, described.rows(MAIN_TABLE))]],
        "configs": [
            {"config_name": table, "data_files": f"{table}*.parquet"}
            | ({"default": True} if table == MAIN_TABLE else {})
            for table in TABLES
        ],
    }
    # JSON's strings and lists are YAML's, too
    return ["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()), "---", ""]


def _rights(rights: Rights) -> str:
    names = [code(name) for name in rights.documents[:_SHOWN]]
    if more := len(rights.documents) - len(names):
        names.append(f"and {more} more")
    note = escaped(rights.licence or "none known")
    return f"| {', '.join(names)} | {note} | {'yes' if rights.words else 'no'} |"
