"""Pages without text are read from their pictures, by Tesseract as the system has it.

One page at a time, in one thread, so that the same picture gives the same words.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

from flows.readers import ReadingError
from flows.readers.pdf.words import Word

_DPI = 300
_POINTS = 72 / _DPI
_MOST_PIXELS = 40_000_000  # of a page's picture: A3 at 300 dpi has half of that
_WORD, _LINE = "5", "4"  # levels of Tesseract's table
_FIELDS = 12
_SAME_SIZE = 0.35  # of the usual height of a line: those that differ by less are of one size
_BELOW = frozenset("gjpqyQ,;()[]{}|/")  # letters and signs that reach below the baseline
_LISTED = re.compile(r'"(?P<folder>[^"]+)"')
# Language -> the name of Tesseract's data for it; where there is none, English is tried.
_MODELS = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "chi_sim", "pt": "por", "de": "deu"}
_DEFAULT = "eng"


class Engine(NamedTuple):
    """Tesseract, and the data that it reads with."""

    program: str
    version: str
    model: str
    sha256: str  # of the data

    def __str__(self) -> str:
        """As `documents.extractor` has it."""
        return f"ocr tesseract {self.version} {self.model} {self.sha256[:16]}"


class Recognised(NamedTuple):
    """The words of a page's picture, and how sure the engine is of them, 0 to 1."""

    words: list[Word]
    confidence: float | None


@cache
def engine(language: str | None) -> Engine:
    """Return the engine for a language, such as "en"; raise ReadingError where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        raise ReadingError("no_text_layer", "is images, and --ocr needs Tesseract: install tesseract-ocr")
    version = _said(program, "--version").split()[1]
    listed = _said(program, "--list-langs")
    found = _LISTED.search(listed)
    names = listed.splitlines()[1:]
    model = _MODELS.get((language or "en").partition("-")[0], _DEFAULT)
    if model not in names:
        reason = f"is images, and Tesseract has no data for {language or 'en'!r}: install tesseract-ocr-{model}"
        raise ReadingError("no_text_layer", reason)
    folder = Path(found["folder"]) if found else Path()
    data = (folder / f"{model}.traineddata").read_bytes()
    return Engine(program, version, model, hashlib.sha256(data).hexdigest())


def recognise(page: Any, read_by: Engine) -> Recognised:
    """Return the words of an open page's picture; raise ReadingError where the engine fails on it."""
    width, height = page.get_size()
    scale = min(1 / _POINTS, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    try:
        row = bitmap.stride
        pixels = bytes(bitmap.buffer)
        rows = b"".join(pixels[k * row : k * row + bitmap.width] for k in range(bitmap.height))
        picture = b"P5 %d %d 255\n%s" % (bitmap.width, bitmap.height, rows)
    finally:
        bitmap.close()
    command = [read_by.program, "-", "-", "-l", read_by.model, "--dpi", str(_DPI), "tsv"]
    done = subprocess.run(
        command, input=picture, capture_output=True, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    )
    if done.returncode:
        raise ReadingError("crashed", f"Tesseract failed on a page ({_last_line(done.stderr)})")
    return words_of(done.stdout.decode("utf-8", "replace"), 1 / scale)


def words_of(table: str, points: float) -> Recognised:
    """Return the words of Tesseract's table; `points` is the size of a pixel."""
    lines: dict[tuple[str, ...], list[tuple[str, float, float, float, float]]] = {}
    heights: dict[tuple[str, ...], float] = {}
    sure: list[float] = []
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != _FIELDS or fields[0] not in (_WORD, _LINE):
            continue
        line = tuple(fields[1:5])
        left, top, width, height = (float(field) * points for field in fields[6:10])
        if fields[0] == _LINE:
            heights[line] = height
        elif fields[11].strip():
            lines.setdefault(line, []).append((fields[11].strip(), left, top, left + width, top + height))
            sure.append(float(fields[10]) / 100)
    usual = median(heights[line] for line in lines) if lines else 0.0
    words: list[Word] = []
    for line, found in lines.items():
        height = heights[line]
        size = usual if abs(height - usual) <= _SAME_SIZE * usual else height
        base = _baseline(found, size)
        words += [Word(text, x0, y0, x1, y1, base, size, 0, False, False) for text, x0, y0, x1, y1 in found]
    return Recognised(words, round(mean(sure), 4) if sure else None)


def _baseline(words: Sequence[tuple[str, float, float, float, float]], size: float) -> float:
    """Where the words of a line end below, but for those with letters that reach further."""
    plain = [y1 for text, _, _, _, y1 in words if _BELOW.isdisjoint(text)]
    return median(plain) if plain else max(y1 for *_, y1 in words) - 0.2 * size


def _said(program: str, option: str) -> str:
    done = subprocess.run([program, option], capture_output=True, text=True, check=False)
    return done.stdout or done.stderr


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")
