"""Compare the facts that the code finds in texts with those that a reader found: `python -m tests.segment.facts.measure DIR`.

`reader.csv` names each text by its file and the sha256 of what was read (of a PDF the text of its first twelve pages as
pypdfium2 gives it, pages parted by form feeds); DIR holds the texts as NAME.txt. Values that mean the same are parted
by "|"; letters and digits are compared, case-folded.
"""  # noqa: E501

import csv
import hashlib
import sys
from collections import defaultdict
from pathlib import Path

from flows.clean import clean
from flows.intake.decode import decode
from flows.records import RawDocument, Sidecar
from flows.segment import segment

READER = Path(__file__).with_name("reader.csv")


def found_in(name: str, content: bytes) -> dict[str, str]:
    """Return the facts of a document and of its first statement, by field."""
    text, encoding = decode(content)
    document = RawDocument(name, f"{name}.txt", "0" * 64, len(content), encoding, text, Sidecar())
    segmented = segment(clean(document))
    facts = {fact.field: fact.value for fact in reversed(segmented.facts) if fact.used and fact.statement_index <= 1}
    languages = {statement.language for statement in segmented.statements}
    return {**facts, **({"language": languages.pop() or ""} if len(languages) == 1 else {})}


def main(folder: Path) -> None:
    """Print what is missing or wrong, and the shares."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    hashes: dict[str, str] = {}
    with READER.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            wanted[row["text"]][row["field"]] = row["value"]
            hashes[row["text"]] = row["text_sha256"]
    count = hits = wrong = 0
    for name, facts in wanted.items():
        content = (folder / f"{name}.txt").read_bytes()
        if hashlib.sha256(content).hexdigest() != hashes[name]:
            sys.exit(f"{name}.txt: is not the text that the reader had; make it anew")
        found = found_in(name, content)
        for field, value in facts.items():
            count += 1
            right = _letters(found.get(field, "")) in {_letters(one) for one in value.split("|")}
            hits += right
            if not right:
                wrong += field in found
                print(f"{name} {field}: {found.get(field)!r}, should be {value!r}")  # noqa: T201
    print(f"{count} facts: {hits / count:.3f} found, {wrong / max(1, hits + wrong):.3f} of those found are wrong")  # noqa: T201


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
