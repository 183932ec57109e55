"""What decides the rows of a release beside the raw files: code, rules, schema and pinned libraries."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import flows
import schemas

# The libraries whose version can change a row or a byte; requirements.lock pins them.
DECIDING_LIBRARIES = (
    "charset-normalizer",
    "duckdb",
    "ftfy",
    "google-re2",
    "nupunkt",
    "py3langid",
    "pyarrow",
    "pycountry",
    "python-slugify",
)

# Parts of flows/ that decide nothing: they start a run, stop it, or look at what one published.
UNDECIDING = (
    "command/",
    "compare/",
    "fetch/",
    "export/",
    "serve/",
    "storage/",
    "verify/",
    "workers/",
    "orchestration.py",
    "fingerprint.py",
    "lean.py",
    "ready.py",
    "rule_proof.py",
    "rule_tables.py",
    "sql.py",
)


def fingerprint(gold_sha256: str | None = None) -> dict[str, str]:
    """Name -> SHA-256 of the code, rules and schema, and name -> version of each deciding library.

    `gold_sha256` is that of the reference annotation that the release is measured by, if it is.
    """
    flows_root, schemas_root = Path(flows.__path__[0]), Path(schemas.__path__[0])
    code = [
        path for path in flows_root.rglob("*.py") if not path.relative_to(flows_root).as_posix().startswith(UNDECIDING)
    ]
    rules = [path for path in flows_root.rglob("*") if path.suffix in {".csv", ".sql", ".toml"}]
    return {
        "code": digest_of(flows_root, code),
        "rules": digest_of(flows_root, rules),
        "schema": digest_of(schemas_root, schemas_root.rglob("*.py")),
        **({"gold": gold_sha256} if gold_sha256 else {}),
        **{name: version(name) for name in DECIDING_LIBRARIES},
    }


def digest_of(root: Path, files: Iterable[Path]) -> str:
    """SHA-256 over the files' paths below `root` and their contents, in the order of the paths."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        # a checkout may have turned line ends; they decide nothing
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
