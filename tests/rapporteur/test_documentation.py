"""docs/reading.md, its notebook and its R file do what they say."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.publish.releases import latest

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "reading.md").read_text(encoding="utf-8")
NOTEBOOK = json.loads((PROJECT / "docs" / "reading" / "reading.ipynb").read_text(encoding="utf-8"))
R_FILE = PROJECT / "docs" / "reading" / "rapporteur.R"


def test_the_python_runs() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "files are as they were published" in done.stdout


def test_the_notebook_runs_and_its_values_show_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell in its order, as a notebook runs them: the last expression is shown."""
    monkeypatch.chdir(PROJECT)
    names: dict[str, Any] = {}
    shown = []
    for cell in NOTEBOOK["cells"]:
        if cell["cell_type"] != "code":
            continue
        assert cell["outputs"] == [] and cell["execution_count"] is None
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            shown.append(value._repr_html_() if hasattr(value, "_repr_html_") else repr(value))
    assert any("<span style=" in one for one in shown)
    assert any("<table>" in one for one in shown)
    assert latest(PROJECT / "dataset") is not None


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R here")
def test_base_r_parses_the_r_file_and_runs_what_needs_no_package() -> None:
    code = f'source("{R_FILE}"); cat(rapporteur_date(rep(as.Date("2021-12-01"), 4), c("day", "month", "year", NA)))'
    done = subprocess.run(["Rscript", "--vanilla", "-e", code], cwd=PROJECT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "2021-12-01 2021-12 2021 2021-12-01"), done.stderr


def test_the_r_that_the_page_shows_calls_what_the_file_has() -> None:
    (code,) = re.findall(r"^```r\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    has = set(re.findall(r"^(rapporteur_\w+) <- function", R_FILE.read_text(), re.MULTILINE))
    assert set(re.findall(r"(rapporteur_\w+)\(", code)) <= has
