"""The two promises: every clean text can be replayed from the raw text, and no printed character is lost."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.records import CleanDocument
from tests.clean.artefacts import ARTEFACTS
from tests.clean.made_up import SENTENCES, cleaned, paragraphs, wrapped

RAW = sorted((Path(__file__).parents[2] / "raw").glob("*.txt"))


def replay(document: CleanDocument, start: int, end: int) -> str:
    """raw[start:end] less the furniture in it, edits made, white space collapsed: as records and design define it."""
    raw = document.document.text
    changes = [(f.raw_start, f.raw_end, "") for f in document.furniture] + [
        (e.raw_start, e.raw_end, e.replacement) for e in document.edits
    ]
    parts, at = [], start
    for first, last, text in sorted(c for c in changes if start <= c[0] and c[1] <= end):
        parts += [raw[at:first], text]
        at = last
    return " ".join("".join([*parts, raw[at:end]]).split())


def assert_accounted_for(document: CleanDocument) -> None:
    raw = document.document.text
    changes = sorted((c.raw_start, c.raw_end) for c in (*document.furniture, *document.edits))
    assert all(a < b for a, b in changes)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(changes)), "furniture and edits overlap"
    assert list(document.furniture) == sorted(document.furniture)
    assert list(document.edits) == sorted(document.edits)
    owners = [0] * len(raw)
    behind = 0
    for block in document.blocks:
        start, end = block.offsets.raw_start(0), block.offsets.raw_end(len(block.text))
        assert behind <= start < end, "blocks overlap or are out of order"
        behind = end
        assert replay(document, start, end) == block.text
        for at in range(start, end):
            owners[at] += 1
        for piece in document.furniture:
            assert piece.raw_end <= start or piece.raw_start >= end or start <= piece.raw_start <= piece.raw_end <= end
            if start <= piece.raw_start < end:
                for at in range(piece.raw_start, piece.raw_end):
                    owners[at] -= 1
    for piece in document.furniture:
        for at in range(piece.raw_start, piece.raw_end):
            owners[at] += 1
    lost = [(at, raw[at]) for at in range(len(raw)) if not raw[at].isspace() and owners[at] != 1]
    assert not lost, "characters in no block and no furniture, or in two"


def assert_every_span_replays(document: CleanDocument, stride: int) -> None:
    """Sub-spans of blocks that begin and end with a printed character replay too."""
    for block in document.blocks:
        edges = range(0, len(block.text), stride)
        for start, end in itertools.combinations(edges, 2):
            text = block.text[start:end]
            if text == text.strip():
                first, last = block.offsets.raw_start(start), block.offsets.raw_end(end)
                assert replay(document, first, last) == text


PIECES = st.sampled_from(ARTEFACTS)
LAYOUTS = st.lists(PIECES | PIECES | PIECES | st.text(max_size=6), max_size=40).map("".join)
RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=250)


@RELAXED
@example("        &amp;Ã©inter-\nnational")  # an edit within what the layout takes for a margin note
@given(LAYOUTS)
def test_any_text_with_any_artefact_is_accounted_for(raw):
    document = cleaned(raw)
    assert_accounted_for(document)
    assert_every_span_replays(document, 1 if len(raw) < 40 else 7)


@RELAXED
@given(st.text())
def test_any_unicode_is_accounted_for(raw):
    assert_accounted_for(cleaned(raw))


@settings(RELAXED, max_examples=60)
@given(
    count=st.integers(1, 6),
    width=st.integers(30, 110),
    between=st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n\n\n"]),
    cuts=st.lists(st.tuples(st.integers(0, 3000), PIECES), max_size=12),
)
def test_made_up_layouts_with_artefacts_anywhere_are_accounted_for(count, width, between, cuts):
    raw = between.join("\n".join(wrapped(p, width)) for p in paragraphs(count))
    for at, artefact in sorted(cuts, reverse=True, key=lambda cut: cut[0]):
        raw = raw[: at % len(raw)] + artefact + raw[at % len(raw) :]
    assert_accounted_for(cleaned(raw))


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_the_real_statements_are_accounted_for(path):
    document = cleaned(path.read_bytes().decode())
    assert_accounted_for(document)
    assert_every_span_replays(document, 211)


def test_offsets_lead_to_the_same_words_in_the_raw_text():
    raw = f"1.  {SENTENCES[0]}  \n\n- 7 -\n\n{SENTENCES[1]}"
    for block in cleaned(raw).blocks:
        for word in re.finditer(r"\S+", block.text):
            at = block.offsets.raw_start(word.start())
            assert raw[at : block.offsets.raw_end(word.end())] == word.group()


@pytest.mark.parametrize(
    "raw", ["We agreed to:\n\nâ€¢ Build trust;\nâ€¢ Help each other.", "He said: â€œYesâ€\x9d\n\n&lt;&gt;"]
)
def test_repaired_characters_at_the_edges_of_lines_are_accounted_for_whole(raw):
    document = cleaned(raw)
    assert_accounted_for(document)
    assert not any("\ufffd" in block.text or "â" in block.text for block in document.blocks)
    assert any(edit.reason == "mojibake" for edit in document.edits) or "â€¢" in {
        raw[f.raw_start : f.raw_end] for f in document.furniture
    }
