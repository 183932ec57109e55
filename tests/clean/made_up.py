"""Documents made up for the tests of cleaning."""

from flows.clean import clean
from flows.records import CleanDocument, RawDocument, Sidecar


def document(text: str) -> RawDocument:
    return RawDocument("made-up", "made-up.txt", "0" * 64, len(text), "utf-8", text, Sidecar())


def cleaned(text: str) -> CleanDocument:
    return clean(document(text))


def texts(text: str) -> list[str]:
    return [block.text for block in cleaned(text).blocks]


def labelled(text: str) -> list[tuple[str | None, str]]:
    return [(block.label, block.text) for block in cleaned(text).blocks]


def removed(text: str) -> list[tuple[str, str]]:
    """The furniture as (reason, raw text)."""
    return [(f.reason, text[f.raw_start : f.raw_end]) for f in cleaned(text).furniture]


def edited(text: str) -> list[tuple[str, str, str]]:
    """The edits as (reason, raw text, replacement)."""
    return [(e.reason, text[e.raw_start : e.raw_end], e.replacement) for e in cleaned(text).edits]


SENTENCES = (
    "The working group met for five days and heard more statements than in any year before.",
    "Delegations spoke of trust between states and of the means by which it is built and kept.",
    "Some of them recalled what had been agreed in earlier years and asked that it be put to use.",
    "Others wished to go further and to draw up new commitments on the protection of hospitals.",
    "A good many expressed the view that both can be done and that neither should wait.",
    "The chair will circulate a paper with all of these proposals before the summer.",
)


def wrapped(text: str, width: int) -> list[str]:
    """The text as lines of at most `width` characters."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def paragraphs(count: int) -> list[str]:
    """Paragraphs of three to five sentences, each beginning differently."""
    openings = ("First,", "Second,", "Third,", "Fourth,", "Fifth,", "Sixth,", "Seventh,", "Eighth,")
    return [
        f"{openings[n % 8]} I turn to item {n + 1}. " + " ".join((SENTENCES * 2)[n % 6 : n % 6 + 3 + n % 3])
        for n in range(count)
    ]
