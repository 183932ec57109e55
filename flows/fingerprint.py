"""What decides the rows of a release beside the raw files: code, rules, schema and pinned libraries.

Code counts by what it does: comments, docstrings, blank lines and line ends are left out (docstrings of schemas are
not: the codebook shows them). A module that was renamed or written otherwise still counts; where a full rebuild by it
makes the same rows, `builds.jsonl` says so, and no release is made (flows/publish/builds.py).
"""

import hashlib
import re
from collections.abc import Iterable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import flows
import schemas
from flows.own_rules import default_words, own_rules_sha256
from flows.vocabularies import vocabularies_sha256
from schemas.codebook_page import definition

# The libraries whose version can change a row or a byte; requirements.lock pins them.
DECIDING_LIBRARIES = (
    "charset-normalizer",
    "duckdb",
    "ftfy",
    "google-re2",
    "lxml",
    "nupunkt",
    "py3langid",
    "pyarrow",
    "pycountry",
    "pypdfium2",
    "python-slugify",
    "selectolax",
)

# Parts of flows/ that decide nothing: they start a run, stop it, or look at what one published.
UNDECIDING = (
    "attest/",
    "command/",
    "compare/",
    "deposit/",
    "explore/",
    "fetch/",
    "export/",
    "serve/",
    "storage/",
    "verify/",
    "workers/",
    "orchestration/",
    "fingerprint.py",
    "lean.py",
    "one_line.py",
    "ready.py",
    "rule_proof.py",
    "rule_tables.py",
    "sql.py",
)

# Each begins with a letter of its own, so that `re` skips what lies between them quickly.
_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|'''
    r"""'''(?:[^'\\]|\\.|'(?!''))*'''|"""
    r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|"""
    r"#[^\n]*|\(|\[|\{|\)|\]|\}",
    re.DOTALL,
)
_DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_ALONE_AFTER = re.compile(r"[ \t]*(?:\#[^\n]*)?(?:\n|\Z)")


def fingerprint(gold_sha256: str | None = None, dataset_toml_sha256: str | None = None) -> dict[str, str]:
    """Return name -> SHA-256 of the code, rules and schema, and name -> version of each deciding library.

    `gold_sha256` is that of the reference annotation that the release is measured by, `dataset_toml_sha256` that of the
    `dataset.toml` by which it is described, if there are.
    """
    flows_root, schemas_root = Path(flows.__path__[0]), Path(schemas.__path__[0])
    deciding = [
        path for path in flows_root.rglob("*.*") if not path.relative_to(flows_root).as_posix().startswith(UNDECIDING)
    ]
    code = [path for path in deciding if path.suffix == ".py"]
    rules = [path for path in deciding if path.suffix in {".csv", ".npz", ".sql", ".toml"}]
    views = _questions()
    own_topics, own_rules = vocabularies_sha256(), own_rules_sha256()
    words = default_words()
    return {
        "code": digest_of(flows_root, code),
        "rules": digest_of(flows_root, rules),
        "views": digest_of(views.parent, [views]),
        "schema": digest_of(schemas_root, schemas_root.rglob("*.py"), docstrings=True),
        "codebook": hashlib.sha256(definition().encode()).hexdigest(),
        **({"gold": gold_sha256} if gold_sha256 else {}),
        **({"dataset.toml": dataset_toml_sha256} if dataset_toml_sha256 else {}),
        **({"vocabularies": own_topics} if own_topics else {}),
        **({"own rules": own_rules} if own_rules else {}),
        **({"words": words} if words else {}),
        **{name: version(name) for name in DECIDING_LIBRARIES},
    }


def _questions() -> Path:
    """Return where the views' SQL is, without importing its package, and Arrow with it."""
    found = find_spec("rapporteur")
    if found is None or found.submodule_search_locations is None:
        raise ModuleNotFoundError("No module named 'rapporteur'", name="rapporteur")
    return Path(found.submodule_search_locations[0]) / "questions.sql"


def digest_of(root: Path, files: Iterable[Path], docstrings: bool = False) -> str:
    """Return the SHA-256 over the files' paths below `root` and what they say, in the order of the paths.

    Of Python only the code counts, with its `docstrings` where they are shown to readers.
    """
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        # a checkout may have turned line ends; they decide nothing
        content = path.read_bytes().replace(b"\r\n", b"\n")
        if path.suffix == ".py":
            content = code_of(content.decode("utf-8"), docstrings).encode("utf-8")
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def code_of(source: str, docstrings: bool = False) -> str:
    """Return Python source without comments and blank lines, and without docstrings unless they are asked for."""
    code, strings = scan(source, docstrings)
    return "\n".join([code, *strings])


def scan(source: str, docstrings: bool = False) -> tuple[str, list[str]]:
    """Return the code, with NUL in the place of each string, and the strings.

    Scanned here, not parsed: `ast` takes five times as long, and gives another tree in each version of Python.
    """
    pieces: list[str] = []
    strings: list[str] = []
    depth = at = 0
    for token in _TOKEN.finditer(source):
        found = token[0]
        if found in _DEPTH:
            depth += _DEPTH[found]
            continue
        begin, end = token.span()
        pieces.append(source[at:begin])
        at = end
        if found[0] != "#" and (docstrings or depth > 0 or not _stands_alone(source, begin, end)):
            pieces.append("\0")  # what a string holds is kept as it is
            strings.append(found)
    pieces.append(source[at:])
    lines = [line.rstrip() for line in "".join(pieces).split("\n")]
    return "\n".join(filter(None, lines)), strings


def _stands_alone(source: str, begin: int, end: int) -> bool:
    """Return whether a string is all that stands in its lines: a docstring, of whatever it is."""
    line = source.rfind("\n", 0, begin) + 1
    return (
        not source[line:begin].strip()
        and source[line - 2 : line] != "\\\n"
        and _ALONE_AFTER.match(source, end) is not None
    )
