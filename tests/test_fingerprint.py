"""What makes a run do its work again."""

import ast
import io
import shutil
import tokenize
from pathlib import Path
from types import ModuleType

import pytest

import flows
import rapporteur
import schemas
import tests
from flows.fingerprint import code_of, fingerprint, scan
from flows.publish.inventory import deciding


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package, whose fingerprint is taken instead."""
    copy = tmp_path / "flows"
    shutil.copytree(flows.__path__[0], copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(flows, "__path__", [str(copy)])
    return copy


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("code/rules/cues.csv", "rules"),
        ("clean/__init__.py", "code"),
        ("pipeline.py", "code"),
        ("command/show.py", None),
        ("measure/figures.py", "code"),
        ("serve/serving.py", None),
        ("rule_tables.py", None),
        ("verify/__init__.py", None),
    ],
)
def test_a_change_counts_where_it_can_decide_a_row(copied: Path, file: str, part: str | None) -> None:
    before = fingerprint()
    with (copied / file).open("a", encoding="utf-8") as changed:
        changed.write("another_line = 1\n")
    after = fingerprint()
    assert {name for name in before if before[name] != after[name]} == ({part} if part else set())


def test_a_change_of_the_views_counts_and_decides_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    shutil.copytree(rapporteur.__path__[0], tmp_path / "rapporteur")
    with (tmp_path / "rapporteur" / "questions.sql").open("a", encoding="utf-8") as changed:
        changed.write("-- more\n")
    monkeypatch.setattr(rapporteur.__spec__, "submodule_search_locations", [str(tmp_path / "rapporteur")])
    after = fingerprint()
    assert {name for name in before if before[name] != after[name]} == {"views"}
    assert deciding(before) == deciding(after)


def test_line_ends_that_a_checkout_turned_do_not_count(copied: Path) -> None:
    before = fingerprint()
    path = copied / "pipeline.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert fingerprint() == before


def test_the_reference_annotation_counts_where_there_is_one() -> None:
    assert fingerprint("a" * 64) == {**fingerprint(), "gold": "a" * 64}


class TestCode:
    """What Python does counts; what it says to its readers does not."""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("x = 1\n", "# why\nx = 1  # so\n\n\n"),
            ("def f():\n    return 1\n", 'def f():\n    """Return one.\n\n    # Always.\n    """\n\n    return 1\n'),
            ("class A:\n    x = 1\n", "class A:\n    'Holds x.'\n    x = 1\n    '''Is one.'''  # meant\n"),
            ("", '"""A module."""\n'),
        ],
        ids=["comments", "docstring of a function", "docstrings of a class", "docstring of a module"],
    )
    def test_comments_and_docstrings_do_not_count(self, before: str, after: str) -> None:
        assert code_of(before) == code_of(after)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("x = 'a # b'\n", "x = 'a # c'\n"),
            ('x = """a\n\n b"""\n', 'x = """a\n b"""\n'),
            ('f(\n    """a"""\n)\n', 'f(\n    """b"""\n)\n'),
            ('f(\n    "a"\n    "b"\n)\n', 'f(\n    "a"\n    "c"\n)\n'),
            ('x = \\\n    "a"\n', 'x = \\\n    "b"\n'),
            ("if x:\n    y\n", "if x:\n  y\n"),
            ("x = 1\n", "x = 2\n"),
        ],
    )
    def test_code_and_the_strings_in_it_do(self, before: str, after: str) -> None:
        assert code_of(before) != code_of(after)

    @pytest.mark.parametrize("package", [flows, schemas, tests])
    def test_no_code_of_this_project_is_lost(self, package: ModuleType) -> None:
        """What is left, its strings put back, has the tokens of the source but for its docstrings."""
        for path in Path(package.__path__[0]).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            code, strings = scan(source)
            assert code.count("\0") == len(strings)
            left = iter(strings)
            rebuilt = "".join(next(left) if sign == "\0" else sign for sign in code)
            assert tokens(rebuilt, set()) == tokens(source, docstrings_of(source)), path

    def test_docstrings_of_schemas_count_for_the_codebook_shows_them(self) -> None:
        assert code_of('"""One."""\n', docstrings=True) != code_of('"""Two."""\n', docstrings=True)


def docstrings_of(source: str) -> set[int]:
    """The lines that docstrings begin in."""
    alone = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Expr)]
    return {node.lineno for node in alone if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)}


def tokens(source: str, docstrings: set[int]) -> list[str]:
    """The tokens that are code."""
    passed = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    return [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in passed and not (token.type == tokenize.STRING and token.start[0] in docstrings)
    ]
