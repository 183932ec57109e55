"""The values that one step hands to the next, in the order data passes.

All are immutable tuples. Offsets are 0-based, half-open and count Unicode code points: `raw` offsets lie in
the decoded raw file, all others in `Statement.text`, unless a comment says otherwise.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


# -- intake --


class Fact(NamedTuple):
    """One thing that a sidecar, or the text itself, says of a document, and how it is known."""

    field: str
    value: str
    basis: str
    statement_index: int = 0  # from 1; 0 where it is said of the whole document
    raw_start: int | None = None  # where the text says so
    raw_end: int | None = None
    used: bool = True  # False where the sidecar says otherwise


class Sidecar(NamedTuple):
    """What is known of a document beside its text; everything may be unknown."""

    title: str | None = None
    forum: str | None = None
    session: str | None = None
    place: str | None = None
    country_iso3: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    document_kind: str | None = None
    language: str | None = None
    source_url: str | None = None
    licence: str | None = None
    redistribute: bool | None = True  # whether words are published; None: the sidecar is silent (flows/intake/words.py)
    speaker_name: str | None = None
    speaker_role: str | None = None
    speaker_capacity: str | None = None
    speaking_for: str | None = None
    facts: tuple[Fact, ...] = ()
    symbol: str | None = None
    agenda_item: str | None = None
    series_id: str | None = None
    session_index: int | None = None
    supersedes: str | None = None  # path of the raw file that this one is a revision of
    text: str | None = None  # CSS selector of the part of a page that is its text; None where all of it is


class Correction(NamedTuple):
    """What a researcher says that the rules got wrong about one claim.

    A code of `expect` and `put` is a value as `claims` holds it, a tuple for topics; a part of the claim is its words,
    "" where it has none.
    """

    number: int  # place in its file, from 1
    claim: str  # the claim's id as the rules alone give it
    reason: str
    by: str
    expect: tuple[tuple[str, str | bool | tuple[str, ...]], ...]  # field, and what the rules say of it
    put: tuple[tuple[str, str | bool | tuple[str, ...]], ...]  # field, and what it is


class Source(NamedTuple):
    """A raw file that can be worked on, and the hashes that tell whether it changed."""

    document_id: str
    source_path: str  # relative to the raw root, with "/"
    size: int  # bytes
    sha256: str
    sidecar_sha256: str | None  # None where there is no sidecar
    sidecar: Sidecar
    corrections_sha256: str | None = None  # None where nobody corrected anything
    corrections: tuple[Correction, ...] = ()
    sidecar_unread: bool = False  # where the record of fetches has its hash: it is read with the text, if at all
    rendition_sha256: str | None = None  # of its kept rendition, where the latest release has one of these bytes


class Furniture(NamedTuple):
    """A stretch of the raw text that is not statement text."""

    raw_start: int
    raw_end: int
    reason: str


class Edit(NamedTuple):
    """A stretch of the raw text that cleaning read as something else ("" where it only dropped it).

    White space needs no edit to become one space: collapsing it is part of the definition of clean text.
    """

    raw_start: int
    raw_end: int
    replacement: str
    reason: str


class Mark(NamedTuple):
    """What a file's own structure, or the look of its pages, says of a stretch of the raw text.

    A hint: `segment` decides. `kind` is one of MARK_KINDS.
    """

    start: int
    end: int
    kind: str
    level: int = 0  # of a heading or a list, from 1; 0 where nothing says so
    label: str | None = None  # as printed; its characters in the raw text are furniture, and outside of the mark


MARK_KINDS = ("title", "heading", "body", "list_item", "note", "table")
"""Kinds of marks; `table` is a row of a table, its cells parted by tabs."""


class Subject(NamedTuple):
    """A subject that the file itself gives, by a vocabulary of its own."""

    scheme: str  # the vocabulary, such as "SDG" or "UNBIS"
    subject: str  # the subject's name or number in it
    label: str | None  # as the file shows it
    uri: str | None
    raw_start: int
    raw_end: int


class Structure(NamedTuple):
    """What intake knows of a raw text beside its characters. All rows are sorted, and offsets are raw ones."""

    marks: tuple[Mark, ...] = ()
    certain: bool = False  # each mark is one paragraph, and all that lies in none is furniture
    furniture: tuple[Furniture, ...] = ()
    edits: tuple[Edit, ...] = ()
    facts: tuple[Fact, ...] = ()  # what the file says of itself outside of its text
    subjects: tuple[Subject, ...] = ()
    cues: tuple[Span, ...] = ()  # the words that the file itself marks as those that say how a clause is held
    decides: bool = False  # the facts are the publisher's own record of the text, and go before what is read in it
    opens: tuple[int, ...] = ()  # starts of lines that begin a paragraph, as measured on the page
    continues: tuple[int, ...] = ()  # starts of lines that go on with the paragraph of the line before


class Page(NamedTuple):
    """A page, and what of the raw text is on it; an empty page has the range of no characters."""

    start: int
    end: int
    width: float  # points, as it is shown
    height: float
    rotation: int  # degrees clockwise by which it is turned to be shown
    text_source: str  # "layer" or "ocr"
    confidence: float | None = None  # mean of what the OCR engine says of its words, 0 to 1


class Boxes(NamedTuple):
    """Where words are on their pages, a column for each thing known of them, in reading order.

    Points from the top left of the page as it is shown.
    """

    page: Sequence[int]  # from 1
    line: Sequence[int]  # on the page, from 1
    start: Sequence[int]  # in the raw text
    end: Sequence[int]
    x0: Sequence[float]
    y0: Sequence[float]
    x1: Sequence[float]
    y1: Sequence[float]


class Rendition(NamedTuple):
    """A file as text. For PDF and DOCX made once and kept: the raw text from then on.

    In a kept text a newline ends a line, a blank line stands where lines are further apart, and a form feed
    parts pages.
    """

    text: str
    encoding: str = "utf-8"  # of the file, where the text is just that, decoded; of the kept text else
    extractor: str | None = None  # what made the text, with versions; None where the text is the file's own
    structure: Structure = Structure()
    pages: tuple[Page, ...] = ()
    boxes: Boxes | None = None


class RawDocument(NamedTuple):
    """A raw file as text, newlines and a BOM as they are.

    `text` is `bytes.decode(encoding)` of the file, or of its kept rendition where `rendition_sha256` is not None.
    """

    document_id: str
    source_path: str
    source_sha256: str
    source_bytes: int
    encoding: str
    text: str
    sidecar: Sidecar
    corrections: tuple[Correction, ...] = ()
    source_format: str = "text"
    rendition_sha256: str | None = None
    extractor: str | None = None
    structure: Structure = Structure()
    pages: tuple[Page, ...] = ()
    boxes: Boxes | None = None


class Refusal(NamedTuple):
    """A file or row that goes to quarantine; `raw_start` and `raw_end` are None where no place can be told."""

    source_path: str
    source_sha256: str | None
    stage: str
    code: str
    message: str
    raw_start: int | None = None
    raw_end: int | None = None


class Stock(NamedTuple):
    """What stands in a raw folder: the sources in the order of their ids, and what intake refuses to read."""

    sources: tuple[Source, ...]
    refusals: tuple[Refusal, ...]


class StepCount(NamedTuple):
    """What one step did with one batch."""

    step: str
    began: float  # seconds since 1970
    seconds: float
    given: int  # documents
    done: int  # documents, but for "validate": rows
    refused: int  # documents


class Batch(NamedTuple, Generic[Item]):
    """The documents of some sources on their way through the steps, those that a step refused, and the steps so far."""

    documents: tuple[Item, ...]
    refusals: tuple[Refusal, ...]
    steps: tuple[StepCount, ...] = ()


# -- clean --


class OffsetMap(NamedTuple):
    """Where each character of a clean text stands in the raw text.

    The clean text is a row of runs. Run k begins at `clean[k]`, and its first character is the raw text's
    `raw[k]`; the characters of a run follow each other in both. A run that an edit or collapsed white space made
    is one run of its own: `width[k]` is the number of raw characters that it stands for, and 0 marks a run that
    was copied as it is.
    """

    clean: tuple[int, ...]
    raw: tuple[int, ...]
    width: tuple[int, ...]

    def raw_start(self, offset: int) -> int:
        """Raw offset of the clean character at `offset`."""
        k = bisect_right(self.clean, offset) - 1
        return self.raw[k] if self.width[k] else self.raw[k] + offset - self.clean[k]

    def raw_end(self, offset: int) -> int:
        """Raw offset just behind the clean character before `offset`; `offset` must be over 0."""
        k = bisect_right(self.clean, offset - 1) - 1
        return self.raw[k] + (self.width[k] or offset - self.clean[k])


class Block(NamedTuple):
    """A paragraph as cleaning rebuilt it: one line of text, its label apart, its kind not yet known."""

    text: str
    offsets: OffsetMap  # from `text` to the raw text
    label: str | None  # as printed, without the white space around it
    layout: str | None  # what the raw layout says of it: a name from clean/, such as "bullet" or "speaker"
    hint: str | None = None  # what the file, or the type on the page, says that it is: one of MARK_KINDS
    level: int = 0  # of a heading or a list, as the file says; 0 where nothing does
    cue: Span | None = None  # the words of `text` that the source marks as those that say how it is held


class CleanDocument(NamedTuple):
    """A document's paragraphs in reading order, and all that was taken out or replaced on the way."""

    document: RawDocument
    blocks: tuple[Block, ...]
    furniture: tuple[Furniture, ...]
    edits: tuple[Edit, ...]


# -- segment --


class Paragraph(NamedTuple):
    """A paragraph of a statement; `start` and `end` in the statement's text."""

    kind: str
    label: str | None
    section: str | None
    block: Block
    start: int
    end: int
    sentences: tuple[Span, ...]  # in the statement's text


class Speaker(NamedTuple):
    """Who makes a statement, in which office and capacity, and for whom; None for what nothing says."""

    name: str | None = None
    role: str | None = None
    capacity: str | None = None
    speaking_for: str | None = None


class Statement(NamedTuple):
    """What one speaker or body said in one go; `text` is its paragraphs joined by a blank line."""

    speaker_label: str | None
    language: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    speaker: Speaker = Speaker()


class Description(NamedTuple):
    """What a document says of itself, the sidecar's word first; None for what neither says."""

    title: str | None = None
    forum: str | None = None
    session: str | None = None
    symbol: str | None = None
    place: str | None = None
    country_iso3: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    document_kind: str | None = None
    series_id: str | None = None
    session_index: int | None = None


class SegmentedDocument(NamedTuple):
    """A document's statements in reading order, and what it says of itself and of its speakers."""

    clean: CleanDocument
    statements: tuple[Statement, ...]
    description: Description = Description()
    facts: tuple[Fact, ...] = ()


# -- code --


class Claim(NamedTuple):
    """One holder, one act, one proposition; the parts as docs/codebook.md defines them."""

    paragraph: int  # index into Statement.paragraphs
    sentence: int  # index into Paragraph.sentences
    span: Span
    source: Span | None
    source_inherited: bool
    cue: Span | None
    cue_lemma: str | None
    cue_inherited: bool
    content: Span | None
    addressee: Span | None
    parent: int | None  # index into CodedStatement.claims
    holder: str
    agreement: str
    act: str
    modality: str
    negated: bool
    topics: tuple[str, ...]
    opposes: int | None  # index into CodedStatement.claims
    rules: tuple[str, ...]
    correction: Correction | None = None  # None where the rules have the last word


class Mention(NamedTuple):
    """A naming of an entity, or a quantity, in a sentence."""

    paragraph: int
    sentence: int
    span: Span
    kind: str
    entity_id: str | None
    iso3: str | None
    value: float | None = None
    value_max: float | None = None  # the upper end of a range
    comparator: str | None = None
    unit: str | None = None


class Voice(NamedTuple):
    """Who speaks, and for whom, as ids of entities; `is_own`: "we" are those for whom they speak, not a meeting."""

    entity: str | None = None
    speaking_for: tuple[str, ...] = ()
    is_own: bool = False


class Links(NamedTuple):
    """The entities of a statement's speaker, and of its claims' holders and addressees, in the order of the claims."""

    voice: Voice
    holders: tuple[tuple[str, ...], ...]
    addressees: tuple[tuple[str, ...], ...]


class CodedStatement(NamedTuple):
    """A statement's claims in reading order; `scheme` is None where no rules for its language coded it.

    `links` is None until the claims are corrected.
    """

    scheme: str | None
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    links: Links | None = None


class CodedDocument(NamedTuple):
    """A document with everything that the pipeline knows of it."""

    segmented: SegmentedDocument
    statements: tuple[CodedStatement, ...]


# -- validate --


class Part(NamedTuple):
    """A batch's validated tables, by reference: a folder in the staging area; and what the steps refused."""

    folder: Path
    refusals: tuple[Refusal, ...]
    steps: tuple[StepCount, ...] = ()
