"""Both promises for one raw file, from decoding to sentences: what breaks them, as text."""

from collections.abc import Iterator

from flows.clean import clean
from flows.intake.decode import DecodingError, decode
from flows.records import CodedDocument, CodedStatement, RawDocument, SegmentedDocument, Sidecar
from flows.segment import segment
from flows.validate.promises import broken_promises
from flows.validate.tables import document_tables


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
    for statement in document.statements:
        for paragraph in statement.paragraphs:
            text = paragraph.block.text
            if "".join(text.split()) != "".join("".join(statement.text[a:b].split()) for a, b in paragraph.sentences):
                yield "sentences do not make up their paragraph"
    uncoded = CodedDocument(document, (CodedStatement(None, (), ()),) * len(document.statements))
    raw = document.clean.document
    for _, problem in broken_promises(document_tables([uncoded]), {raw.document_id: raw.text}):
        yield problem.message
