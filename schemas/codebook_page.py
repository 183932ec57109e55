"""docs/codebook.md: what a claim is, as researchers agreed on it."""

from functools import cache
from pathlib import Path


@cache
def definition() -> str:
    """Return docs/codebook.md, which stands beside this module in an installed package."""
    here = Path(__file__).with_name("codebook.md")
    return (here if here.is_file() else Path(__file__).parents[1] / "docs" / here.name).read_text(encoding="utf-8")
