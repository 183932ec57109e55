"""Features of a word for the structure model: hashes of its form, its beginning, its endings and its shape."""

from zlib import crc32

_SHAPES = str.maketrans(
    dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "X")
    | dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "x")
    | dict.fromkeys("0123456789", "d")
)
FEATURES = 7


_FORM, _AGAIN, _FOUR, _THREE, _TWO, _BEGINNING, _SHAPE = (crc32(letter) for letter in (b"l", b"m", b"4", b"3", b"2", b"p", b"s"))


def word_features(word: str, folded: str) -> tuple[int, ...]:
    """Return 32-bit hashes of a word, given as printed and folded: the form (twice), endings, beginning, shape."""
    plain, shape = _bytes(folded), _bytes(word[:4].translate(_SHAPES))
    if len(plain) == len(folded):
        endings, beginning = (plain[-4:], plain[-3:], plain[-2:]), plain[:3]
    else:
        endings, beginning = tuple(_bytes(folded[-size:]) for size in (4, 3, 2)), _bytes(folded[:3])
    return (
        crc32(plain, _FORM),
        crc32(plain, _AGAIN),  # two words that share one of the model's rows seldom share the other, too
        crc32(endings[0], _FOUR),
        crc32(endings[1], _THREE),
        crc32(endings[2], _TWO),
        crc32(beginning, _BEGINNING),
        crc32(shape, _SHAPE),
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
