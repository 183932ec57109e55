"""Weigh the words of the topics: python -m tools.topics [--out TABLE] SET...

A SET is a file of coded claims (.jsonl), or a folder that has such files; one that is named twice counts twice. Reads
words.csv beside this file: words and phrases by topic, and how strongly each is held to speak for it. Prints how many
topics are right in documents that were not learned from, and writes the table with weights learned from all of them.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from flows.code.lang.language import LANGUAGES
from flows.code.lang.rows import Topic
from flows.code.topics import asked_of, rows_named, words_of
from flows.code.word_tables import read_words
from schemas.vocabulary import TOPIC
from tools.topics.claims import Coded, read_claims
from tools.topics.fitting import UNIT, WORTH, Weights, fit
from tools.topics.table import Row, written

WORDS = Path(__file__).with_name("words.csv")
TABLE = LANGUAGES / "en" / "topics.csv"
FOLDS = 5
_ACT = {("meeting", "procedure"): 2.5}
"""Acts that speak for a topic, and their worth before any claim is seen."""


def main(sets: Sequence[Path], out: Path) -> None:
    """Weigh the words by the claims of the sets, and write the table."""
    claims, rows = read_claims(sets), read_rows(WORDS)
    fold = folds(claims.document)
    given = np.zeros((len(claims.content), len(TOPIC)), np.bool_)
    for number in range(FOLDS):
        others, own = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        given[own] = topics_by(rows, weigh(rows, claims.part(others)), claims.part(own))
    right = _right(claims)
    print(
        f"{len(claims.content)} claims of {len(set(claims.document.tolist()))} documents, {len(rows)} words and phrases"
    )
    print(f"F1 in documents not learned from: {f1(right, given):.3f}")
    for place, topic in enumerate(sorted(TOPIC)):
        mine = f1(right[:, place : place + 1], given[:, place : place + 1])
        print(f"  {topic}: {mine:.3f} ({int(right[:, place].sum())} claims)")
    weights = weigh(rows, claims)
    print(f"F1 in those learned from: {f1(right, topics_by(rows, weights, claims)):.3f}")
    out.write_text(written(rows, weights.level.tolist(), claims.content), encoding="utf-8")


def read_rows(path: Path) -> list[Row]:
    """Return the words, each with its topic and strength; raises RuleError for a cell that cannot be used."""
    allowed = {"topic": frozenset(TOPIC), "strength": frozenset(map(str, WORTH))}
    table = read_words(path, ("topic", "strength", "words"), allowed, key=3)
    rows = [
        Row(topic, word, "", WORTH[int(strength)], number)
        for number, (topic, strength, words) in enumerate(table)
        for word in words.split("|")
    ]
    return rows + [Row(topic, None, act, worth, len(table)) for (topic, act), worth in _ACT.items()]


def folds(document: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return a number for each claim, the same for those of one document."""
    order = np.random.default_rng(1).permutation(int(document.max()) + 1)
    number: npt.NDArray[np.int64] = order[document] % FOLDS
    return number


def weigh(rows: Sequence[Row], claims: Coded) -> Weights:
    """Return the weights of the rows, learned from the claims; a row that none has keeps what it was held worth."""
    claim, row = _named(rows, claims)
    asked = _asked(claims)
    worth = np.array([one.worth for one in rows])
    level = np.zeros(len(rows), np.int64)
    of_topic = defaultdict(list)
    for number, one in enumerate(rows):
        of_topic[one.topic].append(number)
    for topic, numbers in of_topic.items():
        column = np.full(len(rows), -1)
        column[numbers] = np.arange(len(numbers))
        mine = column[row] >= 0
        telling, place = np.unique(claim[mine], return_inverse=True)  # the others say nothing of these words
        present = np.zeros((len(telling), len(numbers)))
        present[place, column[row[mine]]] = 1
        right = np.array([topic in claims.topics[at] for at in telling.tolist()], np.bool_)
        worth[numbers], level[numbers] = fit(present, asked[telling], right, worth[numbers])
    return Weights(worth, level)


def topics_by(rows: Sequence[Row], weights: Weights, claims: Coded) -> npt.NDArray[np.bool_]:
    """Return whether each claim gets each topic, in the order of their names."""
    names = {topic: place for place, topic in enumerate(sorted(TOPIC))}
    topic = np.array([names[one.topic] for one in rows])
    claim, row = _named(rows, claims)
    sums = np.zeros((len(claims.content), len(names)), np.int64)
    np.add.at(sums, (claim, topic[row]), weights.level[row])
    given: npt.NDArray[np.bool_] = sums >= _asked(claims)[:, None]
    return given


def f1(right: npt.NDArray[np.bool_], given: npt.NDArray[np.bool_]) -> float:
    """Return the F1 of all topics together."""
    return 2 * int((right & given).sum()) / max(int(right.sum() + given.sum()), 1)


def _right(claims: Coded) -> npt.NDArray[np.bool_]:
    names = sorted(TOPIC)
    return np.array([[name in named for name in names] for named in claims.topics])


def _asked(claims: Coded) -> npt.NDArray[np.int64]:
    return asked_of(np.array([len(words_of(content)) for content in claims.content], np.int64))


def _named(rows: Sequence[Row], claims: Coded) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return pairs of a claim and a row that it has; of rows for the same place the one held worth more is taken."""
    table = [
        Topic(str(number), one.topic, (one.words,) if one.words else (), one.act, round(one.worth / UNIT), "", "", "")
        for number, one in enumerate(rows)
    ]
    return rows_named(claims.content, claims.act, table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    parser.add_argument("--out", type=Path, default=TABLE)
    arguments = parser.parse_args()
    main(arguments.sets, arguments.out)
