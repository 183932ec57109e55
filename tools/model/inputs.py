"""Name what the weights were made of: python -m tools.model.inputs MODEL (the folder that `make model` works in).

Writes inputs.json beside this file: for each source how many files and the hash of their hashes, the hash of the
labelled sentences, and that of the weights that were learned from them.
"""

import hashlib
import json
import sys
from pathlib import Path

from flows.code.structure import ENGLISH

INPUTS = Path(__file__).with_name("inputs.json")


def main(folder: Path) -> None:
    """Write the file."""
    files: dict[str, dict[str, list[str]]] = {}
    with (folder / "sentences.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            files.setdefault(row["source"], {}).setdefault(row["part"], []).append(row["sha256"])
    sources = {
        name: {
            part: {"files": len(hashes), "sha256": _hash("\n".join(hashes).encode())} for part, hashes in parts.items()
        }
        for name, parts in files.items()
    }
    found = {
        "sources": sources,
        "silver": _hash((folder / "silver.jsonl").read_bytes()),
        "weights": _hash((ENGLISH / "structure.npz").read_bytes()),
    }
    INPUTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
