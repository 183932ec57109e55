"""The tokeniser: the same tokens as one regular expression finds, whatever the text."""

import itertools
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


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8))
def test_the_words_of_a_batch_do_not_depend_on_those_met_before(before: list[str], sentences: list[str]) -> None:
    vocabulary = Vocabulary()
    tokens_of(before, vocabulary)
    (_, later), (_, alone) = (tokenise(sentences, one_by_one(sentences), known) for known in (vocabulary, Vocabulary()))
    assert (later.words.printed, later.words.folded) == (alone.words.printed, alone.words.folded)
    assert later.word.tolist() == alone.word.tolist() and later.form.tolist() == alone.form.tolist()
    assert later.words.features.tolist() == alone.words.features.tolist()


def test_a_vocabulary_has_as_many_words_as_it_met() -> None:
    vocabulary = Vocabulary()
    words = ["w" + "".join(letters) for letters in itertools.product("abcdefghijklmnopqrst", repeat=3)]
    assert tokens_of([" ".join(words)], vocabulary) == [words] == tokens_of([" ".join(words)], vocabulary)
    assert len(vocabulary) == len(words)


def test_words_that_share_the_slots_of_others_are_known_again() -> None:
    vocabulary = Vocabulary()
    text = "a b c d"
    hashes = np.array([1 << 62, (1 << 62) + 1, (1 << 62) + 2, (1 << 62) + 3], np.uint64)
    start = np.arange(0, 7, 2)
    assert len(set(numbers := vocabulary.numbers(hashes, text, start, start + 1).tolist())) == 4
    assert vocabulary.numbers(hashes, text, start, start + 1).tolist() == numbers


def test_a_vocabulary_over_its_bound_begins_anew() -> None:
    vocabulary = Vocabulary(bound=2)
    tokens_of(["one two three"], vocabulary)
    assert len(vocabulary) == 3
    tokens_of(["four"], vocabulary)
    assert len(vocabulary) == 1
