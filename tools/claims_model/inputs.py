"""The files that the claims' models were made from, by hash.

`python -m tools.claims_model.inputs SET...`
"""

import hashlib
import json
import sys
from pathlib import Path

OUT = Path(__file__).parent / "inputs.json"


def inputs(folders: list[Path]) -> dict[str, dict[str, str]]:
    """Return the sha256 of each raw and annotation file of the sets, by set and name."""
    return {
        folder.name: {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted([*folder.glob("raw/*.txt"), *folder.glob("gold/*.jsonl")])
        }
        for folder in folders
    }


if __name__ == "__main__":
    found = inputs([Path(folder) for folder in sys.argv[1:]])
    OUT.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
