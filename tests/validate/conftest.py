"""A coded document made by hand, small enough to see through."""

from collections.abc import Callable

import pytest

from flows.records import (
    Block,
    Claim,
    CleanDocument,
    CodedDocument,
    CodedStatement,
    Edit,
    Furniture,
    OffsetMap,
    Paragraph,
    RawDocument,
    SegmentedDocument,
    Sidecar,
    Span,
    Statement,
)

RAW = "1 We need peace.\n\nMany agreed on inter-\nnational law.\n\n- 2 -\n"


@pytest.fixture
def coded() -> Callable[..., CodedDocument]:
    """Builds the document; keywords replace what the sidecar knows."""

    def build(document_id: str = "a", **known: object) -> CodedDocument:
        raw = RawDocument(document_id, f"{document_id}.txt", "0" * 64, len(RAW), "utf-8", RAW, Sidecar(**known))
        first = Block("We need peace.", OffsetMap((0,), (2,), (0,)), "1", "numbered")
        # "Many agreed on inter" is copied, "-\n" dropped, "national law." copied
        second = Block("Many agreed on international law.", OffsetMap((0, 20), (18, 40), (0, 0)), None, None)
        clean = CleanDocument(
            raw,
            (first, second),
            (Furniture(0, 1, "paragraph_label"), Furniture(55, 60, "page_number")),
            (Edit(38, 40, "", "broken_word"),),
        )
        text = f"{first.text}\n\n{second.text}"
        paragraphs = (
            Paragraph("body", "1", None, first, 0, 14, (Span(0, 14),)),
            Paragraph("body", None, None, second, 16, 49, (Span(16, 49),)),
        )
        claims = (
            Claim(0, 0, Span(0, 13), Span(0, 2), False, Span(3, 7), "need", False, Span(8, 13), None, None,
                  "we", "not_reported", "call", "need", False, (), None, ("need",)),
            Claim(1, 0, Span(16, 48), Span(16, 20), False, Span(21, 30), "agree", False, Span(31, 48), None, None,
                  "collective", "many", "agree", "none", False, ("international_law",), None, ("agree",)),
        )  # fmt: skip
        statement = Statement(None, "en", text, paragraphs)
        return CodedDocument(SegmentedDocument(clean, (statement,)), (CodedStatement("en-1", claims, ()),))

    return build
