"""Printed labels at the head of paragraphs: numbers, letters, bullets; beside the text or alone on a line.

A number is a label if it takes part in a count: 4 after 3. A letter likewise. What merely looks like one, because a
year or a quantity came to stand at a line's head, does not.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from flows.clean.layout import Layout, room, width
from flows.clean.lines import Lines
from flows.clean.wording import is_prose, is_stopped

_BULLETS = "•‣◦▪▫●○■□❖➢➤►▶✓✔✦✧∙·⁃◆◇♦★☆\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
_LABEL = re.compile(
    rf"(?P<glyph>[{_BULLETS}])(?:\s*)"
    r"|(?P<dash>[-–—*+oо])(?:\s+|$)"
    r"|(?P<multi>\d{1,2}(?:\.\d{1,3}){1,3}\.?)(?:\s+|$)"
    r"|(?P<number>(?:\d{1,3}\.-|§ ?\d{1,3}\.?|\d{1,3}[.)]|\(\d{1,3}\)|\[\d{1,3}\]))(?:\s+|$|(?=[^\W\d_a-z]))"
    r"|(?P<bare>\d{1,3})(?:\s+|$)"
    r"|(?P<letter>[A-Za-z][.)]|\([A-Za-z]\))(?:\s+|$)"
    r"|(?P<roman>[ivxIVX]{1,5}[.)]|\([ivxIVX]{1,5}\))(?:\s+|$)"
)
# How a label may begin, for it is seldom worth asking the pattern: most lines begin with a word.
_SIGNS = frozenset(_BULLETS + "-–—*+([§0123456789")
_BEHIND_LETTER = frozenset(".)")
_LETTERS = re.compile(r"[oо](?:\s|$)|[ivxIVX]{2,5}[.)]")
_LETTERS_BEGIN = frozenset("oоivxIVX")
_ROMAN = {"i": 1, "v": 5, "x": 10}
ROMAN_SIGNS = frozenset(_ROMAN)
_SKIP = 3  # numbers that a count may miss: their paragraphs lost their labels


class Label(NamedTuple):
    """A printed label; `line` is the line on which it stands, `text` as printed."""

    line: int
    start: int
    end: int
    text: str
    kind: str  # number, letter or bullet
    alone: bool  # nothing else stands on the line


class _Candidate(NamedTuple):
    label: Label
    style: str  # its group in the pattern and its punctuation
    value: int
    opens: bool  # the line before looks like the end of a paragraph


def find_labels(lines: Lines, aside: Collection[int], layout: Layout) -> list[Label]:
    """Return the labels in order, each on its own line; lines that are `aside`, furniture or notes, have none."""
    begins = [
        i
        for i, text in enumerate(lines.texts)
        if (
            text[0] in _SIGNS
            or text[1:2] in _BEHIND_LETTER
            or (text[0] in _LETTERS_BEGIN and _LETTERS.match(text) is not None)
        )
        and i not in aside
    ]
    candidates = [c for i in begins for c in _candidates(lines, i, aside, layout)]
    counted = _counted([c for c in candidates if c.label.kind != "bullet"])
    bullets = _bulleted([c for c in candidates if c.label.kind == "bullet" and not _is_dash_of_sentence(lines, c)])
    return sorted([*counted, *bullets], key=lambda label: label.line)


def _candidates(lines: Lines, i: int, aside: Collection[int], layout: Layout) -> list[_Candidate]:
    match = _LABEL.match(lines.texts[i])
    if match is None:
        return []
    group = match.lastgroup or ""
    text = match.group(group)
    label = Label(
        i,
        lines.starts[i],
        lines.starts[i] + len(text),
        text,
        {"glyph": "bullet", "dash": "bullet", "letter": "letter", "roman": "letter"}.get(group, "number"),
        match.end() == len(lines.texts[i]),
    )
    opens = _opens(lines, i, aside, layout)
    inner = text.strip("().[]§- ")
    shape = text.replace(inner, "x" if inner.islower() else "X" if inner.isalpha() else "#", 1)
    if label.kind == "bullet":
        return [_Candidate(label, group + text, 0, opens)]
    if group == "multi":
        return [_Candidate(label, group, 0, opens)]
    if label.kind == "number":
        return [_Candidate(label, group + shape, int(inner), opens)]
    readings = []
    if len(inner) == 1:
        readings.append(_Candidate(label, "letter" + shape, ord(inner.lower()) - 96, opens))
    if set(inner.lower()) <= ROMAN_SIGNS:
        readings.append(_Candidate(label, "roman" + shape, roman(inner.lower()), opens))
    return readings


def _opens(lines: Lines, i: int, aside: Collection[int], layout: Layout) -> bool:
    """Whether a paragraph can begin at line i: the line before is done, or stands apart."""
    if not layout.wrapped or lines.gaps[i] > layout.leading or i in lines.feeds:
        return True
    k = i - 1
    while k in aside:
        k -= 1
    if k < 0:
        return True
    before = lines.texts[k]
    if is_stopped(before) or before[-1] == "," or before.endswith((" and", " or")):
        return True
    return room(width(before, layout.metric), lines.texts[i], layout.metric, layout.measure) > layout.slack


def _counted(candidates: Sequence[_Candidate]) -> list[Label]:
    """Return the candidates that take part in a count of their style."""
    chains: dict[str, list[list[_Candidate]]] = {}
    for candidate in candidates:
        open_chains = chains.setdefault(candidate.style, [])
        for chain in reversed(open_chains[-6:]):
            if 0 < candidate.value - chain[-1].value <= _SKIP:
                chain.append(candidate)
                break
        else:
            open_chains.append([candidate])
    kept: dict[int, tuple[int, Label]] = {}
    for style, found in chains.items():
        for chain in found:
            for candidate in _trusted(style, chain):
                known = kept.get(candidate.label.line)
                if known is None or known[0] < len(chain):
                    kept[candidate.label.line] = (len(chain), candidate.label)
    return [label for _, label in kept.values()]


def _trusted(style: str, chain: Sequence[_Candidate]) -> list[_Candidate]:
    opening = [c for c in chain if c.opens or c.label.alone]
    if style.startswith("bare"):
        return opening if len(opening) >= 3 and opening[0].value <= 2 else []
    if style == "multi":
        return [c for c in opening if not c.label.alone]
    if style.startswith("number"):
        if len(opening) >= 2 and len(opening) >= 0.5 * len(chain):
            return list(chain)
        return [c for c in opening if c.value <= 40 or (c.label.alone and not c.label.text.endswith("."))]
    return opening if chain[0].value <= 2 else []


def _is_dash_of_sentence(lines: Lines, candidate: _Candidate) -> bool:
    """Whether a dash at a line's head goes on with the sentence of the line before, as only one in prose does."""
    i = candidate.label.line
    if candidate.label.text not in "–—" or i == 0:
        return False
    before, after = lines.texts[i - 1], lines.texts[i][1:].lstrip()
    return after[:1].islower() and not is_stopped(before) and is_prose(before)


def _bulleted(candidates: Sequence[_Candidate]) -> list[Label]:
    """Glyphs that are never anything else, and signs used as bullets where a paragraph can begin."""
    opening: dict[str, int] = {}
    for c in candidates:
        opening[c.style] = opening.get(c.style, 0) + c.opens
    return [
        c.label
        for c in candidates
        if c.style.startswith("glyph") or (c.opens and not (c.style in ("dasho", "dashо") and opening[c.style] < 2))
    ]


def roman(text: str) -> int:
    """Return the value of a Roman number in small letters, up to 39."""
    values = [_ROMAN[sign] for sign in text]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
