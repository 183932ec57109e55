"""Structure: what the words of a batch are, and which of them belong together."""

from pathlib import Path

from flows.code.inference import ask
from flows.code.layers import Sentences, Structure, Tokens
from flows.code.spans import noun_phrases, subjects, verb_groups

ENGLISH = Path(__file__).parent / "lang" / "en"


def add_structure(sentences: Sentences, tokens: Tokens, language: Path = ENGLISH) -> Structure:
    """Return the structure layer of a batch of tokens; a sentence's answer does not depend on the others."""
    answers = ask(sentences, tokens, language)
    phrases = noun_phrases(sentences, tokens, answers)
    groups = verb_groups(sentences, tokens, answers, phrases, language)
    found, groups = subjects(sentences, tokens, answers, groups)
    return Structure(
        answers.tag, answers.role, answers.clause, tokens.form, tokens.words.folded, found, groups, phrases
    )
