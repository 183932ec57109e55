"""The structure layer: what the model and its spans say, and that they say it exactly, everywhere."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.code.decoding import SURE
from flows.code.inference import HEADS, ask, read_model
from flows.code.layers import COMPLEMENTS, ROLES, SPANS, Sentences, Structure, Tokens
from flows.code.lemmas import lemmatiser
from flows.code.structure import ENGLISH, add_structure
from flows.code.tokens import tokenise

WEIGHTS = ENGLISH / "structure.npz"
TEXTS = (
    "Several delegations, including Australia, Canada and Japan, stressed that States should not be attacked.",
    "The report was welcomed by the members of the Group, and the Chair called on governments to act.",
    "We have not been invited to speak.",
    "The Secretary-General, Mr. Smith, who chairs the Board, said it was glad.",
    "Do we need a new treaty?",
    "Recalling its resolution 75/240, the Assembly decides to convene a group.",
)


def layers_of(texts: Sequence[str]) -> tuple[Sentences, Tokens, Structure]:
    count = len(texts)
    zero = np.zeros(count, np.int32)
    ends = np.array([len(text) for text in texts], np.int32)
    bare = Sentences(np.arange(count, dtype=np.int32), zero, zero, zero, ends, np.zeros(count + 1, np.int32))
    sentences, tokens = tokenise(texts, bare)
    return sentences, tokens, add_structure(sentences, tokens)


def words(tokens: Tokens, start: int, end: int) -> str:
    return " ".join(tokens.words.printed[word] for word in tokens.word[start:end]) if start >= 0 else ""


def groups_of(text: str) -> dict[str, dict[str, object]]:
    """Return what is known of each verb group of a sentence, by the head's word."""
    _, tokens, structure = layers_of([text])
    found: dict[str, dict[str, object]] = {}
    groups, subjects = structure.groups, structure.subjects
    for i, head in enumerate(groups.head.tolist()):
        subject = groups.subject[i]
        found[words(tokens, head, head + 1)] = {
            "group": words(tokens, groups.start[i], groups.end[i]),
            "role": ROLES[groups.role[i]],
            "lemma": structure.lemmas[structure.lemma[head]],
            "subject": words(tokens, subjects.start[subject], subjects.end[subject]) if subject >= 0 else "",
            "passive": bool(groups.passive[i]),
            "negated": bool(groups.negated[i]),
            "complement": COMPLEMENTS[groups.complement[i]],
            "begins": words(tokens, groups.complement_start[i], groups.complement_start[i] + 1),
            "agent": words(tokens, groups.agent_start[i], groups.agent_end[i]),
        }
    return found


def test_a_subject_has_its_apposition_and_its_list() -> None:
    assert groups_of(TEXTS[0])["stressed"]["subject"] == "Several delegations , including Australia , Canada and Japan"
    assert groups_of("The Chair, Mr. Smith, opened the meeting.")["opened"]["subject"] == "The Chair , Mr. Smith"
    assert (
        groups_of("Australia, Canada and Japan supported it.")["supported"]["subject"] == "Australia , Canada and Japan"
    )


def test_a_verb_group_has_its_auxiliaries_and_its_negation() -> None:
    attacked = groups_of(TEXTS[0])["attacked"]
    assert (attacked["group"], attacked["passive"], attacked["negated"]) == ("should not be attacked", True, True)
    invited = groups_of(TEXTS[2])["invited"]
    assert (invited["group"], invited["role"], invited["subject"]) == ("have not been invited", "finite-main", "We")


def test_a_question_has_its_auxiliary_before_the_subject() -> None:
    assert groups_of(TEXTS[4])["need"]["group"] == "Do we need"


def test_verbs_joined_by_and_share_the_subject() -> None:
    found = groups_of("Delegates recognised the threat and called for cooperation.")
    assert found["recognised"]["subject"] == found["called"]["subject"] == "Delegates"


def test_a_passive_has_its_agent() -> None:
    assert groups_of(TEXTS[1])["welcomed"]["agent"] == "the members of the Group"
    assert groups_of(TEXTS[1])["called"]["agent"] == ""
    assert groups_of(TEXTS[1])["called"]["subject"] == "the Chair"


def test_a_verb_inside_a_subject_has_its_own() -> None:
    found = groups_of(TEXTS[3])
    assert found["said"]["subject"] == "The Secretary - General , Mr. Smith , who chairs the Board"
    assert found["chairs"]["subject"] == "who"


@pytest.mark.parametrize(
    ("text", "verb", "complement", "begins"),
    [
        ("The delegation said that the plan was good.", "said", "that", "that"),
        ("The Assembly decides to convene a group.", "decides", "to", "to"),
        ("The Council supported the proposal.", "supported", "object", "the"),
        ("The representative said the plan was good.", "said", "clause", "the"),
        ("We are grateful.", "are", "none", ""),
    ],
)
def test_a_verb_has_its_complement(text: str, verb: str, complement: str, begins: str) -> None:
    found = groups_of(text)[verb]
    assert (found["complement"], found["begins"]) == (complement, begins)


@pytest.mark.parametrize(
    ("form", "part", "lemma"),
    [
        ("recognised", "verb", "recognise"),
        ("committed", "verb", "commit"),
        ("stressing", "verb", "stress"),
        ("underlying", "verb", "underlie"),
        ("sought", "verb", "seek"),
        ("need", "verb", "need"),
        ("bring", "verb", "bring"),
        ("were", "aux", "be"),
        ("parties", "noun", "party"),
        ("processes", "noun", "process"),
        ("purposes", "noun", "purpose"),
        ("women", "noun", "woman"),
    ],
)
def test_a_lemma_is_what_a_dictionary_has(form: str, part: str, lemma: str) -> None:
    assert lemmatiser(ENGLISH).lemma(form, part) == lemma


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(TEXTS) | st.text(max_size=30), min_size=1, max_size=6))
def test_a_sentence_has_the_same_structure_alone_and_among_others(texts: list[str]) -> None:
    together = _described(texts)
    assert together == [line for text in texts for line in _described([text])]


def test_the_answers_are_these_on_every_machine() -> None:
    # A change of weights changes this; another numpy, machine or batch size must not.
    _, _, structure = layers_of(TEXTS)
    columns = b"".join(column.tobytes() for column in (structure.tag, structure.role, structure.clause))
    assert hashlib.sha256(columns).hexdigest() == DIGEST


def test_the_network_computes_as_whole_numbers_do() -> None:
    sentences, tokens, _ = layers_of(TEXTS)
    answers = ask(sentences, tokens, read_model(WEIGHTS))
    with np.load(WEIGHTS) as file:
        stored = {name: file[name].astype(np.int64) for name in file.files}
    for low, high in zip(sentences.first[:-1], sentences.first[1:], strict=True):
        scores = _in_whole_numbers(tokens.words.features[tokens.word[low:high]], stored)
        at = 0
        for head, found in zip(HEADS, answers, strict=True):
            mine = scores[:, at : at + len(head)]
            best = _likeliest(mine, stored["steps"]) if head is SPANS else mine.argmax(1).tolist()
            assert best == found[low:high].tolist()
            at += len(head)


def test_weights_whose_sums_could_be_inexact_are_refused(tmp_path: Path) -> None:
    with np.load(WEIGHTS) as file:
        stored = {name: file[name] for name in file.files}
    stored["weights1"] = np.full_like(stored["weights1"], 32000)
    np.savez(tmp_path / "loud.npz", **stored)
    with pytest.raises(ValueError, match="not exact"):
        read_model(tmp_path / "loud.npz")


def _in_whole_numbers(features: np.ndarray, stored: dict[str, np.ndarray]) -> np.ndarray:
    """Return the scores of a sentence's words, in 64-bit integers and written as plainly as can be."""
    values = stored["rows"][features % len(stored["rows"])].sum(1)
    count = len(values)
    for number in range(len(stored["spreads"]) + 1):
        weights, bias = stored[f"weights{number}"], stored[f"bias{number}"]
        sums = np.zeros((count, len(bias)), np.int64)
        for place in range(count):
            if number == 0:
                for near in (-1, 0, 1):
                    if 0 <= place + near < count:
                        part = values[place + near] @ weights[near + 1] + (0 if near else bias)
                        sums[place] += np.clip((part * 8 + 256) // 512, -10922, 10922)
            else:
                spread, side = stored["spreads"][number - 1], len(bias) // 4
                moved = values[place].copy()
                moved[:side] = values[place - spread, :side] if place >= spread else 0
                moved[-side:] = values[place + spread, -side:] if place + spread < count else 0
                sums[place] = (moved @ weights + bias) // 512
        values = np.clip(sums + values if number else sums // 8, 0, 511)
    return values @ stored["answers"] + stored["answers_bias"]


def _likeliest(scores: np.ndarray, steps: np.ndarray) -> list[int]:
    """Return the row of labels of the highest worth in which a word that is surely no part of a phrase has label 0."""
    best = {(0,): 0}
    for place, mine in enumerate(scores.tolist()):
        if mine[0] - max(mine[1:]) >= SURE:
            mine = mine[:1]
        longer: dict[int, tuple[tuple[int, ...], int]] = {}
        for row, worth in best.items():
            for label, score in enumerate(mine):
                total = worth + int(steps[row[-1], label]) + score
                if label not in longer or total > longer[label][1]:
                    longer[label] = ((*row, label) if place else (label,), total)
        best = dict(longer.values())
    return list(max(best, key=lambda row: best[row]))


def _described(texts: Sequence[str]) -> list[object]:
    sentences, _tokens, structure = layers_of(texts)
    lines: list[object] = []
    for low, high in zip(sentences.first[:-1].tolist(), sentences.first[1:].tolist(), strict=True):
        tags = list(
            zip(
                structure.tag[low:high].tolist(),
                structure.role[low:high].tolist(),
                [structure.lemmas[lemma] for lemma in structure.lemma[low:high]],
                strict=True,
            )
        )
        groups = structure.groups
        mine = np.flatnonzero((groups.start >= low) & (groups.start < high))
        subjects = structure.subjects
        rows = [
            (
                groups.start[i] - low,
                groups.end[i] - low,
                subjects.start[groups.subject[i]] - low if groups.subject[i] >= 0 else None,
                groups.passive[i],
                groups.negated[i],
                groups.complement[i],
                max(groups.complement_start[i] - low, -1),
                max(groups.agent_start[i] - low, -1),
            )
            for i in mine
        ]
        inside = (structure.phrases.start >= low) & (structure.phrases.start < high)
        phrases = (structure.phrases.start[inside] - low).tolist()
        lines.append((tags, rows, phrases, _subjects(subjects, low, high)))
    return lines


def _subjects(subjects: object, low: int, high: int) -> list[tuple[int, int]]:
    start, end = subjects.start, subjects.end  # type: ignore[attr-defined]
    return [(a - low, b - low) for a, b in zip(start.tolist(), end.tolist(), strict=True) if low <= a < high]


DIGEST = "c0c4db3582c99d9fa30ffed1c56519463ac9c3407aa19156fc3f1f471c642d21"
