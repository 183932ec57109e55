"""Small coded documents, made by hand, and a run of the last two steps over them."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa

from flows.intake.dataset_toml import DatasetToml
from flows.publish import Outcome, open_staging
from flows.publish.metadata import NOTHING_SAID
from flows.publish.parts import keep_part, part_folder
from flows.publish.publication import publish
from flows.records import (
    Block,
    Claim,
    CleanDocument,
    CodedDocument,
    CodedStatement,
    Description,
    Edit,
    Fact,
    Furniture,
    Mention,
    OffsetMap,
    Paragraph,
    RawDocument,
    Refusal,
    SegmentedDocument,
    Sidecar,
    Source,
    Span,
    Statement,
    Stock,
)
from flows.validate import quarantine_table, validate, vocabulary_tables

FINGERPRINT = {"code": "0" * 64, "pyarrow": "1"}
RULES = {"cues": [("noted", "says that something is so")]}
TEXTS = {
    "alpha": "7\nWe wel-\ncome the report.\nMany noted progress.",
    "beta": 'Many noted "progress".\nFew objected – twice.',
    "gamma": "We agree, they do not.",
}
CHANGED = {"alpha": TEXTS["alpha"], "beta": TEXTS["beta"].replace("objected", "disagreed")}


def publish_texts(
    dataset: Path,
    texts: Mapping[str, str] = TEXTS,
    *,
    batch: int = 10,
    acts: Mapping[str, str] = {},
    fingerprint: Mapping[str, str] = FINGERPRINT,
    refusals: Sequence[Refusal] = (),
    unread: Mapping[str, str] = {},
    split: bool = False,
    public: bool = False,
    rules: Mapping[str, list[tuple[str, str]]] = RULES,
    said: DatasetToml = NOTHING_SAID,
) -> Outcome:
    """Publish raw texts, given by document id, in batches of `batch` documents.

    Each line is a paragraph, sentence and claim, but for a line of digits (a page number) and a word that a line end
    breaks. `acts`: what a claim is coded as, by its first word. `refusals`: those of the raw folder. `unread`: ids of
    raw files that intake takes and cannot read, with its code. `split`: claims end at commas, too. What codes
    otherwise has a fingerprint of its own.
    """
    if acts or split:
        fingerprint = {**fingerprint, "rules": f"{dict(acts)} {split}"}
    names = sorted(texts)
    stock = Stock(tuple(source(name, texts.get(name, "?")) for name in sorted({*names, *unread})), tuple(refusals))
    with open_staging(dataset) as staging:
        parts: list[Path] = []
        refused = [*refusals, *(Refusal(f"{name}.txt", None, "intake", code, "why") for name, code in unread.items())]
        for first in range(0, len(names), batch):
            some = tuple((name, texts[name]) for name in names[first : first + batch])
            parts.append(part_folder(staging, len(parts)))
            keep_part(parts[-1], validated(some, tuple(acts.items()), split))
        whole = {**vocabulary_tables(), "quarantine": quarantine_table(refused)}
        return publish(dataset, staging, parts, whole, stock, dict(fingerprint), dict(rules), public=public, said=said)


@cache
def validated(
    texts: tuple[tuple[str, str], ...], acts: tuple[tuple[str, str], ...], split: bool
) -> dict[str, pa.Table]:
    """The tables of texts; most tests publish the same ones."""
    tables, refused = validate([coded(name, text, dict(acts), split) for name, text in texts])
    assert not refused
    return tables


def write_raw(raw: Path, texts: Mapping[str, str] = TEXTS) -> None:
    raw.mkdir(exist_ok=True)
    for name, text in texts.items():
        (raw / f"{name}.txt").write_bytes(text.encode())


def source(name: str, text: str) -> Source:
    content = text.encode()
    return Source(name, f"{name}.txt", len(content), hashlib.sha256(content).hexdigest(), None, Sidecar())


def coded(name: str, text: str, acts: Mapping[str, str] = {}, split: bool = False) -> CodedDocument:
    blocks: list[Block] = []
    furniture: list[Furniture] = []
    edits: list[Edit] = []
    at = 0
    for line in text.replace("-\n", "\0").split("\n"):
        begin, at = at, at + len(line) + 1 + line.count("\0")
        if line.isdigit():
            furniture.append(Furniture(begin, begin + len(line), "page_number"))
        elif "\0" in line:
            head, tail = line.split("\0")
            broken = begin + len(head)
            edits.append(Edit(broken, broken + 2, "", "broken_word"))
            offsets = OffsetMap((0, len(head)), (begin, broken + 2), (0, 0))
            blocks.append(Block(head + tail, offsets, None, None))
        else:
            blocks.append(Block(line, OffsetMap((0,), (begin,), (0,)), None, None))
    statement = "\n\n".join(block.text for block in blocks)
    paragraphs, claims, mentions = [], [], []
    at = 0
    for k, block in enumerate(blocks):
        span = Span(at, at + len(block.text))
        paragraphs.append(Paragraph("body", None, None, block, *span, (span,)))
        act = acts.get(block.text.split()[0], "state")
        claims += [_claim(k, part, act) for part in _cut(statement, Span(span.start, span.end - 1), split)]
        mentions.append(Mention(k, 0, span, "quantity", None, None, 2.5, None, "over", "report"))
        at = span.end + 2
    found = source(name, text)
    known = Sidecar(title=name.title(), facts=(Fact("title", name.title(), "document"),))
    raw = RawDocument(name, found.source_path, found.sha256, found.size, "utf-8", text, known)
    clean = CleanDocument(raw, tuple(blocks), tuple(furniture), tuple(edits))
    spoken = Statement(None, "en", statement, tuple(paragraphs))
    segmented = SegmentedDocument(clean, (spoken,), Description(title=name.title()))
    return CodedDocument(segmented, (CodedStatement("en", tuple(claims), tuple(mentions)),))


def _cut(text: str, span: Span, split: bool) -> list[Span]:
    comma = text.find(", ", *span)
    if not split or comma < 0:
        return [span]
    return [Span(span.start, comma), *_cut(text, Span(comma + 2, span.end), split)]


def _claim(paragraph: int, span: Span, act: str) -> Claim:
    return Claim(
        paragraph=paragraph,
        sentence=0,
        span=span,
        source=None,
        source_inherited=False,
        cue=None,
        cue_lemma=None,
        cue_inherited=False,
        content=span,
        addressee=None,
        parent=None,
        holder="we",
        agreement="not_reported",
        act=act,
        modality="none",
        negated=False,
        topics=("norms", "meeting"),
        opposes=None,
        rules=("unit.line",),
    )
