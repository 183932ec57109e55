"""Features of a word for the structure model: hashes of its form, its beginning, its endings and its shape."""

from zlib import crc32

_SHAPES = str.maketrans(
    dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "X")
    | dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "x")
    | dict.fromkeys("0123456789", "d")
)
FEATURES = 7


def word_features(word: str, folded: str) -> tuple[int, ...]:
    """Return 32-bit hashes of a word, given as printed and folded: the form (twice), endings, beginning, shape."""
    return (
        _hash("l" + folded),
        _hash("m" + folded),  # two words that share one of the model's rows seldom share the other, too
        _hash("4" + folded[-4:]),
        _hash("3" + folded[-3:]),
        _hash("2" + folded[-2:]),
        _hash("p" + folded[:3]),
        _hash("s" + word[:4].translate(_SHAPES)),
    )


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
