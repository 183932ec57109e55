"""Both promises for one raw file, from decoding to sentences: what breaks them, as text."""

from collections.abc import Iterator

from flows.clean import clean
from flows.intake.decode import DecodingError, decode
from flows.records import RawDocument, SegmentedDocument, Sidecar
from flows.segment import segment
from flows.validate.promises import cuts_of, misread, uncovered


def broken(content: bytes) -> list[str] | None:
    """All that is wrong with what becomes of a raw file; None where decoding refuses it."""
    try:
        text, encoding = decode(content)
    except DecodingError:
        return None
    if content.decode(encoding) != text:
        return [f"is not what {encoding} gives"]
    raw = RawDocument("case", "case.txt", "0" * 64, len(content), encoding, text, Sidecar())
    return list(_problems(segment(clean(raw))))


def _problems(document: SegmentedDocument) -> Iterator[str]:
    raw = document.clean.document.text
    paragraphs: list[tuple[int, int, str]] = []
    sentences: list[tuple[int, int, str]] = []
    for statement in document.statements:
        if statement.text != "\n\n".join(p.block.text for p in statement.paragraphs):
            yield "a statement is not its paragraphs joined"
        for paragraph in statement.paragraphs:
            offsets, text = paragraph.block.offsets, paragraph.block.text
            if statement.text[paragraph.start : paragraph.end] != text:
                yield "a paragraph stands elsewhere in its statement"
            paragraphs.append((offsets.raw_start(0), offsets.raw_end(len(text)), text))
            if "".join(text.split()) != "".join("".join(statement.text[a:b].split()) for a, b in paragraph.sentences):
                yield "sentences do not make up their paragraph"
            for start, end in paragraph.sentences:
                first, last = start - paragraph.start, end - paragraph.start
                sentences.append((offsets.raw_start(first), offsets.raw_end(last), statement.text[start:end]))
    furniture = [(start, end) for start, end, _ in document.clean.furniture]
    cuts, overlaps = cuts_of(furniture, [edit[:3] for edit in document.clean.edits])
    yield from (problem.message for problem in overlaps)
    yield from (problem.message for problem in uncovered(raw, [p[:2] for p in paragraphs], furniture))
    yield from (problem.message for problem in misread(raw, cuts, paragraphs, "paragraph"))
    yield from (problem.message for problem in misread(raw, cuts, sentences, "sentence"))
