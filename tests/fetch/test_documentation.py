"""docs/fetching.md shows what is so: its declaration, its commands, its outcomes and its channels."""

import re
import shlex
from pathlib import Path

from flows.command import app
from flows.fetch.declared import FIELDS
from flows.fetch.reading import parse_source
from schemas.vocabulary import CHANNEL, FETCH_OUTCOME

PAGES = Path(__file__).parents[2] / "docs"
PAGE = (PAGES / "fetching.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_declaration_that_it_shows_is_right() -> None:
    toml, archive = blocks("toml")
    assert parse_source(toml.encode(), "un-press.toml").id == "un-press"
    shipped = (PAGES.parent / "sources" / "unsc-debates.toml").read_text(encoding="utf-8")
    lines = [line.partition("  ")[0] for line in archive.splitlines() if line]
    assert all(f"\n{line}\n" in shipped for line in lines)


def test_the_commands_that_it_shows_are_commands() -> None:
    for line in blocks("sh")[0].splitlines():
        program, *arguments = shlex.split(line, comments=True)
        assert program == "rapporteur"
        app.parse_args(arguments, exit_on_error=False)


def test_every_channel_field_and_outcome_is_in_it() -> None:
    table = PAGE.split("| channel | `url` is | fields |")[1].split("\n\n")[0]
    for channel in CHANNEL:
        row = next(line for line in table.splitlines() if line.startswith(f"| `{channel}`"))
        assert all(field in row for field in FIELDS.get(channel, ()))
    outcomes = PAGE.split("| outcome | meaning |")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", outcomes)) == FETCH_OUTCOME.keys()
