"""CODEBOOK.md, made from the models."""

from schemas.arrow import arrow_schema, first_line
from schemas.keys import key_columns
from schemas.release import SCHEMA_VERSION, TABLES


def codebook(rules: dict[str, list[tuple[str, str]]]) -> str:
    """The codebook as Markdown: every table, column and coded value, then the rules as (id, comment) by table."""
    lines = [
        "# Codebook",
        "",
        f"Schema version {SCHEMA_VERSION}. This file is made from `schemas/` and the rule tables in `flows/`.",
        "",
        "Offsets are 0-based, half-open and count Unicode code points: `char_*`, `source_*`, `cue_*`, `content_*` "
        "and `addressee_*` in `statements.text`, `raw_*` in the decoded raw file. Missing is NULL.",
    ]
    for table, model in TABLES.items():
        lines += ["", f"## {table}", "", first_line(model)]
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
    for name, table_rules in rules.items():
        lines += ["", f"## Rules: {name}", "", "| rule | what it is for |", "|---|---|"]
        lines += [f"| `{rule}` | {comment.replace('|', chr(92) + '|')} |" for rule, comment in table_rules]
    return "\n".join(lines) + "\n"
