"""Akoma Ntoso, as the United Nations writes it (AKN4UN): paragraphs, labels, footnotes, clauses and their cues."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.readers.markup import MARKUP, Kind, Writer
from flows.readers.xml.elements import ElementRule, element_rules
from flows.readers.xml.record import read_facts, read_subjects
from flows.readers.xml.tokens import Token
from flows.records import MARK_KINDS, Structure

BLOCK = ElementRule("", "block", "", "", "", "", "", "")

_ITALIC = "italic"


class _Note(NamedTuple):
    """A footnote that waits for what comes behind it: the places of its tokens."""

    first: int
    last: int


def read_akoma_ntoso(raw: str, tokens: Sequence[Token]) -> Structure:
    """Return the structure of a document in Akoma Ntoso; `tokens` are the whole of `raw`."""
    walk = _Walk(raw, tokens)
    walk.read(0, len(tokens))
    written = walk.writer.written()
    return Structure(
        written.marks,
        certain=True,
        furniture=written.furniture,
        edits=written.edits,
        facts=read_facts(raw, tokens),
        subjects=read_subjects(tokens),
        cues=written.cues,
        decides=True,
    )


class _Walk:
    """One walk through the tokens, and what the elements around the token at hand say."""

    def __init__(self, raw: str, tokens: Sequence[Token]) -> None:
        self.raw = raw
        self.tokens = tokens
        self.writer = Writer(raw)
        self.rules = element_rules()
        self.kinds: list[str] = []  # of the elements around, the nearest last
        self.label: str | None = None  # waits for its paragraph
        self.notes: list[_Note] = []  # wait for the end of their paragraph
        self.inline: list[bool] = []  # of the inline elements around: whether they print in italics
        self.leads = False  # all text of the paragraph so far is in italics
        self.closes = _closes(tokens)

    def read(self, first: int, last: int) -> None:
        """Write tokens [first, last)."""
        at = first
        while at < last:
            token = self.tokens[at]
            rule = self._rule(token)
            if token.kind == "start" and rule.role == "drop":
                at = self._drop(at, rule.reason)
            elif token.kind == "start" and rule.role == "label":
                at = self._take_label(at)
            elif token.kind == "start" and rule.role == "note":
                note = _Note(at, self.closes[at])
                if self.writer.is_open:
                    self.notes.append(note)
                else:
                    self._write_note(note)
                at = note.last + 1
            elif token.kind == "start" and rule.role == "row":
                at = self._take_row(at)
            elif token.kind == "text":
                self._text(token, at)
                at += 1
            else:
                self._tag(token, rule)
                at += 1
        self._end()

    def _rule(self, token: Token) -> ElementRule:
        rule = self.rules.get(token.name, BLOCK)
        if rule.id == "docNumber" and "title" in self.kinds:
            return rule._replace(role="label")
        if rule.id == "crossHeading" and token.attributes.get("refersTo") == "#preamble":
            return rule._replace(kind="body")
        return rule

    def _tag(self, token: Token, rule: ElementRule) -> None:
        if token.kind == "other" or rule.role == "inline":
            self.writer.drop(token.start, token.end, MARKUP)
            if token.kind == "start":
                self.inline.append(token.name == "i" or _ITALIC in token.attributes.get("class", ""))
            elif token.kind == "end" and self.inline:
                self.inline.pop()
            return
        if rule.role == "break":
            if token.end > token.start:
                self.writer.edit(token.start, token.end, "\n", MARKUP)
            return
        self._end()
        self.writer.drop(token.start, token.end, MARKUP)
        if token.kind == "start":
            self.kinds.append("formula" if rule.role == "formula" else rule.kind)
        elif self.kinds:
            self.kinds.pop()

    def _text(self, token: Token, at: int) -> None:
        if not token.text.strip() and self.raw[token.start : token.end].isspace():
            return
        if not self.writer.is_open:
            self._begin()
            self.leads = self.kinds[-1:] == ["body"] or not any(self.kinds)
        elif self.notes:
            self._drop_notes()
        self.leads = self.leads and any(self.inline)
        if self.leads:
            self.writer.cue(token.start, token.end)
        if self.raw[token.start : token.end] != token.text and not self.raw[token.start : token.end].isspace():
            self.writer.edit(token.start, token.end, token.text)
        else:
            self.writer.text(token.start, token.end)

    def _begin(self) -> None:
        """Begin a paragraph with the text at hand."""
        kind = next((kind for kind in reversed(self.kinds) if kind in MARK_KINDS), "body")
        if kind == "list_item" and self.label is None:
            kind = "body"
        self.writer.begin(Kind(kind, self.kinds.count("list_item") if kind == "list_item" else 0, self.label))
        self.label = None

    def _end(self) -> None:
        """End the paragraph at hand; notes with which it ended are paragraphs behind it."""
        self.writer.end()
        notes, self.notes = self.notes, []
        for note in notes:
            self._write_note(note)

    def _drop_notes(self) -> None:
        """Book as furniture the notes that a paragraph goes on behind."""
        for note in self.notes:
            self.writer.drop(self.tokens[note.first].start, self.tokens[note.last].end, "footnote")
        self.notes = []

    def _write_note(self, note: _Note) -> None:
        label, kinds = self.label, self.kinds
        self.label, self.kinds = self.tokens[note.first].attributes.get("marker"), ["note"]
        self.writer.drop(self.tokens[note.first].start, self.tokens[note.first].end, MARKUP)
        self.read(note.first + 1, note.last)
        self.writer.drop(self.tokens[note.last].start, self.tokens[note.last].end, MARKUP)
        self.label, self.kinds = label, kinds

    def _drop(self, at: int, reason: str) -> int:
        self._end()
        last = self.closes[at]
        self.writer.drop(self.tokens[at].start, self.tokens[last].end, reason)
        return last + 1

    def _take_label(self, at: int) -> int:
        """Keep a printed label for the paragraph that follows, and book its characters."""
        self._end()
        last = self.closes[at]
        label = "".join(token.text for token in self.tokens[at:last] if token.kind == "text")
        self.label = " ".join(label.split()) or None
        for token in self.tokens[at : last + 1]:
            reason = "paragraph_label" if token.kind == "text" else MARKUP
            if token.kind != "text" or token.text.strip():
                self.writer.drop(token.start, token.end, reason)
        return last + 1

    def _take_row(self, at: int) -> int:
        """Write a row of a table as one paragraph."""
        self._end()
        last = self.closes[at]
        self.writer.begin(Kind("table"))
        for token in self.tokens[at : last + 1]:
            if token.kind != "text":
                inside = self.tokens[at].end <= token.start < self.tokens[last].start
                if inside and token.kind != "other" and self._rule(token).role != "inline" and token.end > token.start:
                    self.writer.edit(token.start, token.end, " ", MARKUP)  # cells are words apart
                else:
                    self.writer.drop(token.start, token.end, MARKUP)
            elif token.text.strip():
                if self.raw[token.start : token.end] == token.text:
                    self.writer.text(token.start, token.end)
                else:
                    self.writer.edit(token.start, token.end, token.text)
        self.writer.end()
        return last + 1


def _closes(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each element that begins ends, by the places of its tags."""
    closes: dict[int, int] = {}
    open_: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind == "start":
            open_.append(at)
        elif token.kind == "end":
            closes[open_.pop()] = at
    return closes
