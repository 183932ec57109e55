"""The documentation site: `make site` builds it from the Markdown files of the project into build/site."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent
_ABOUT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Rapporteur"
author = _ABOUT["authors"][0]["name"]
release = _ABOUT["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc"]
# The source folder is the project's root, so that links between its pages work here as they do in the repository.
include_patterns = ["*.md", "docs/*.md", "docs/*/*.md", "benchmarks/RESULTS.md", "tests/annotation/README.md"]
root_doc = "docs/index"

myst_heading_anchors = 3
suppress_warnings = ["misc.highlighting_failure"]  # SQL of DuckDB is more than the highlighter knows
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = "Rapporteur"
html_copy_source = False
