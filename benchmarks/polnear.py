"""Claims over news articles, in the form that a scorer of attributions reads: source, cue and content per relation.

    python benchmarks/polnear.py ATTRIBUTIONS.jsonl > predicted.jsonl

Each line of the input holds `doc_id` and `text` (PolNeAR, Newell, Margolin and Ruths 2018; not redistributed here).
Only what somebody else is said to hold is an attribution, and a pronoun is its own source. Offsets are 0-based,
half-open code points in `text`.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

from flows.clean import clean
from flows.code import code
from flows.records import Claim, CodedDocument, RawDocument, Sidecar, Span, Statement
from flows.segment import segment


def relations_of(text: str) -> list[dict[str, list[list[int]]]]:
    """The attributions that the pipeline finds in a text, in reading order."""
    data = text.encode()
    document = RawDocument(
        "article", "article.txt", hashlib.sha256(data).hexdigest(), len(data), "utf-8", text, ENGLISH
    )
    return _relations(*code([segment(clean(document))]))


ENGLISH = Sidecar(language="en")
OTHERS = frozenset(("named", "collective", "impersonal"))
PRONOUN = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t) (?:\w+ )?$")


def _relations(coded: CodedDocument) -> list[dict[str, list[list[int]]]]:
    return [
        {
            role: [_in_text(statement, span)] if span else []
            for role, span in (("source", _source(statement, claim)), ("cue", claim.cue), ("content", claim.content))
        }
        for statement, found in zip(coded.segmented.statements, coded.statements, strict=True)
        for claim in found.claims
        if claim.cue is not None and claim.holder in OTHERS
    ]


def _source(statement: Statement, claim: Claim) -> Span | None:
    """The claim's source; the pronoun before the cue where our scheme looks up what that stands for."""
    if claim.cue is None or not claim.source_inherited:
        return claim.source
    pronoun = PRONOUN.search(statement.text, claim.span.start, claim.cue.start)
    return Span(*pronoun.span(1)) if pronoun else claim.source


def _in_text(statement: Statement, span: Span) -> list[int]:
    """A span of the statement's text as one of the raw text."""
    paragraph = next(part for part in statement.paragraphs if part.start <= span.start < part.end)
    offsets = paragraph.block.offsets
    return [offsets.raw_start(span.start - paragraph.start), offsets.raw_end(span.end - paragraph.start)]


def main(path: Path) -> None:
    """Write the attributions of each text in the file to standard output, one line a text."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            found = {"doc_id": article["doc_id"], "relations": relations_of(article["text"])}
            sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
