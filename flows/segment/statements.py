"""Build a statement from its blocks: its paragraphs with their kinds, sections and sentences, laid end to end."""

from collections.abc import Sequence

from flows.records import Block, Paragraph, Speaker, Statement
from flows.segment.kinds import paragraph_kinds
from flows.segment.sentences import split_sentences, whole

JOINT = "\n\n"
NOBODY = Speaker()
_ONE_SENTENCE = ("title", "heading", "table")


def build_statement(
    speaker_label: str | None, language: str | None, blocks: Sequence[Block], speaker: Speaker = NOBODY
) -> Statement:
    """Return the statement that `blocks` (at least one) make up; offsets count code points of its text."""
    paragraphs = []
    section: str | None = None
    start = 0
    for block, kind in zip(blocks, paragraph_kinds(blocks), strict=True):
        sentences = (whole if kind in _ONE_SENTENCE else split_sentences)(block.text, start)
        end = start + len(block.text)
        paragraphs.append(Paragraph(kind, block.label, section, block, start, end, sentences))
        if kind == "heading":
            section = block.text
        start = end + len(JOINT)
    return Statement(speaker_label, language, JOINT.join(block.text for block in blocks), tuple(paragraphs), speaker)
