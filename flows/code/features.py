"""Features of a word for the structure model: hashes of its form, its beginning, its endings and its shape."""

from zlib import crc32

_SHAPES = str.maketrans(
    dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "X")
    | dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "x")
    | dict.fromkeys("0123456789", "d")
)
FEATURES = 7


_FORM, _AGAIN, _FOUR, _THREE, _TWO, _BEGINNING, _SHAPE = (crc32(b"lm432ps"[place : place + 1]) for place in range(7))


def word_features(word: str, folded: str) -> tuple[int, ...]:
    """Return 32-bit hashes of a word, given as printed and folded: the form (twice), endings, beginning, shape."""
    plain, shape = _bytes(folded), _bytes(word[:4].translate(_SHAPES))
    if len(plain) == len(folded):
        four, three, two, beginning = plain[-4:], plain[-3:], plain[-2:], plain[:3]
    else:
        four, three, two, beginning = map(_bytes, (folded[-4:], folded[-3:], folded[-2:], folded[:3]))
    return (
        crc32(plain, _FORM),
        crc32(plain, _AGAIN),  # two words that share one of the model's rows seldom share the other, too
        crc32(four, _FOUR),
        crc32(three, _THREE),
        crc32(two, _TWO),
        crc32(beginning, _BEGINNING),
        crc32(shape, _SHAPE),
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
