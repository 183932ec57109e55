"""The tokeniser: the same tokens as one regular expression finds, whatever the text."""

import re

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.code.layers import Sentences
from flows.code.tokens import Vocabulary, tokenise

LETTER = r"[^\W\d_\u3001-\U0010ffff]"
WORDLIKE = r"[^\W_\u3001-\U0010ffff]"
DIGIT = r"(?!\w(?<=[\u3001-\U0010ffff]))\d"
WORD = re.compile(
    rf"(?:{DIGIT})+(?:[.,](?:{DIGIT})+)*"
    rf"|(?<={WORDLIKE})['’](?:[stdm]|re|ve|ll|S)(?![\w--[\u3001-\U0010ffff]])".replace(
        r"(?![\w--[\u3001-\U0010ffff]])", rf"(?!{WORDLIKE}|_)"
    )
    + rf"|{LETTER}+(?:\.{LETTER}+)*(?:\.(?=.*{WORDLIKE}))?"
    r"|\S",
    re.DOTALL,
)

TEXTS = st.text(st.sampled_from("aB1 .,'’_-stdmrevlS²½é\n中\u3000(") | st.characters(), max_size=40)


def one_by_one(sentences: list[str]) -> Sentences:
    count = len(sentences)
    zero = np.zeros(count, np.int32)
    ends = np.array([len(sentence) for sentence in sentences], np.int32)
    return Sentences(np.arange(count, dtype=np.int32), zero, zero, zero, ends, np.zeros(count + 1, np.int32))


def tokens_of(sentences: list[str], vocabulary: Vocabulary | None = None) -> list[list[str]]:
    found, tokens = tokenise(sentences, one_by_one(sentences), vocabulary)
    words = [tokens.words.printed[word] for word in tokens.word]
    return [words[low:high] for low, high in zip(found.first[:-1], found.first[1:], strict=True)]


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8))
@example(["He can't. We go", "it's.a", "U.S. policy", "1,000.5 a.", "the 1990s' end."])
def test_tokens_are_those_of_the_regular_expression(sentences: list[str]) -> None:
    assert tokens_of(sentences) == [WORD.findall(sentence) for sentence in sentences]


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8))
def test_offsets_cut_the_words_out_of_the_text(sentences: list[str]) -> None:
    found, tokens = tokenise(sentences, one_by_one(sentences))
    cut = [sentences[s][a:b] for s, a, b in zip(tokens.sentence, tokens.start, tokens.end, strict=True)]
    assert cut == [tokens.words.printed[word] for word in tokens.word]
    assert found.first[-1] == len(tokens.word)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8))
def test_a_sentence_has_the_same_tokens_alone_and_among_others(sentences: list[str]) -> None:
    vocabulary = Vocabulary()
    assert tokens_of(sentences, vocabulary) == [tokens_of([sentence], vocabulary)[0] for sentence in sentences]


def test_a_vocabulary_over_its_bound_begins_anew() -> None:
    vocabulary = Vocabulary(bound=2)
    tokens_of(["one two three"], vocabulary)
    assert vocabulary.begin()
    assert vocabulary.printed == []
    assert not vocabulary.begin()
