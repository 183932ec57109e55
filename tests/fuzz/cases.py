"""Made-up raw files, each from its number alone: any Unicode, artefacts, wrapped pages with artefacts anywhere."""

import random
import sys

from tests.clean.artefacts import ARTEFACTS, TURNS, WHITE_SPACE
from tests.clean.made_up import SENTENCES, wrapped

_NEWLINES = ("\n", "\n", "\n", "\r\n", "\r", "\u2028")
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "koi8-r")


def raw_file(number: int) -> bytes:
    """The bytes of the case of this number."""
    rng = random.Random(number)
    text = rng.choice((_any_unicode, _pieces, _pieces, _pages, _pages))(rng)
    encoded = text.encode(rng.choice(_ENCODINGS), "ignore")
    if rng.random() < 0.02:  # a damaged byte somewhere
        at = rng.randrange(len(encoded) + 1)
        encoded = encoded[:at] + bytes([rng.randrange(256)]) + encoded[at:]
    return encoded


def _char(rng: random.Random) -> str:
    """Of the control characters and ASCII, the first planes' scripts, or all of Unicode; no surrogates."""
    code = rng.randrange(rng.choice((0x80, 0x250, 0x3100, 0xD800, sys.maxunicode + 1)))
    return chr(code) if not 0xD800 <= code < 0xE000 else "\ue000"


def _any_unicode(rng: random.Random) -> str:
    return "".join(_char(rng) for _ in range(rng.randrange(1, 60)))


def _pieces(rng: random.Random) -> str:
    pieces = [rng.choice(ARTEFACTS) if rng.random() < 0.9 else _char(rng) for _ in range(rng.randrange(1, 40))]
    return "".join(pieces)


def _pages(rng: random.Random) -> str:
    """Paragraphs or turns, wrapped at one width, with one gap between them, and artefacts put in anywhere."""
    width, gap, turns = rng.randrange(25, 110), rng.choice(("\n", "\n\n", "\n\n\n", "\n\f")), rng.random() < 0.3
    paragraphs = []
    for _ in range(rng.randrange(1, 7)):
        said = " ".join(rng.choices(SENTENCES, k=rng.randrange(1, 4)))
        paragraphs.append("\n".join(wrapped((rng.choice(TURNS) if turns else "") + said, width)))
    text = gap.join(paragraphs).replace("\n", rng.choice(_NEWLINES))
    for _ in range(rng.randrange(0, 9)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(ARTEFACTS if rng.random() < 0.7 else WHITE_SPACE) + text[at:]
    return text
