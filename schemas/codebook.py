"""CODEBOOK.md and RULES.md: what a claim is, what each column and value means, and by which rules it was decided."""

from collections.abc import Sequence

from schemas.arrow import arrow_schema, first_line
from schemas.codebook_page import definition
from schemas.keys import key_columns
from schemas.release import SCHEMA_VERSION, TABLES


def codebook(trust: Sequence[str] = ()) -> str:
    """Return the codebook as Markdown: how far to trust it, what a claim is, every table, column and coded value.

    `trust` are lines of Markdown.
    """
    lines = [
        "# Codebook",
        "",
        f"Schema version {SCHEMA_VERSION}. This file is made from `schemas/`, `docs/codebook.md` and the table "
        "`quality`. The rules that decided the codes are in `RULES.md`.",
        "",
        *(["## How far to trust it", "", *trust, ""] if trust else []),
        *_demoted(definition()),
        "",
        "## The tables",
        "",
        "Offsets are 0-based, half-open and count Unicode code points: `char_*`, `source_*`, `cue_*`, `content_*` "
        "and `addressee_*` in `statements.text`, `raw_*` in the decoded raw file. Missing is NULL.",
    ]
    for table, model in TABLES.items():
        lines += ["", f"### {table}", "", first_line(model)]
        if keys := key_columns(table):
            lines += ["", "Key: " + ", ".join(f"`{key}`" for key in keys) + "."]
        lines += ["", "| column | type | meaning |", "|---|---|---|"]
        columns = model.to_schema().columns
        for name, column in columns.items():
            field = arrow_schema(table).field(name)
            kind = "code" if column.metadata["allowed"] else str(field.type)
            meaning = column.description
            if column.metadata["references"]:
                meaning += f" Refers to `{column.metadata['references']}`."
            if column.metadata["unit"]:
                meaning += f" Unit: {column.metadata['unit']}."
            lines.append(f"| `{name}` | {kind}{'' if field.nullable else ', never NULL'} | {meaning} |")
        for name, column in columns.items():
            if allowed := column.metadata["allowed"]:
                lines += ["", f"`{name}` is one of:", "", "| value | meaning |", "|---|---|"]
                lines += [f"| `{value}` | {meaning} |" for value, meaning in allowed.items()]
    return "\n".join(lines) + "\n"


def rule_list(rules: dict[str, list[tuple[str, str]]]) -> str:
    """Return RULES.md: the rules as (id, what it is for) by table; `claims.rules` names them."""
    lines = ["# Rules", "", "The rules that decide what a claim is and how it is coded; `claims.rules` names them."]
    for name, table_rules in rules.items():
        lines += ["", f"## {name}", "", "| rule | what it is for |", "|---|---|"]
        lines += [f"| `{rule}` | {comment.replace('|', chr(92) + '|')} |" for rule, comment in table_rules]
    return "\n".join(lines) + "\n"


def _demoted(page: str) -> list[str]:
    """Return a page's lines, its headings one level lower, so that it can stand within another."""
    return [f"#{line}" if line.startswith("#") else line for line in page.rstrip().splitlines()]
