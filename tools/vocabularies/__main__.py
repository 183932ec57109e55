"""Make sdg.csv and unbis.csv from Akoma Ntoso files of the General Assembly.

`python -m tools.vocabularies FOLDER`

The files list, for each clause, the Sustainable Development Goals that it serves (dictionary SDGO), and after each goal
the words of the UNBIS Thesaurus and of EuroVoc that led to it. A goal's words are all that follow it anywhere; a
heading of UNBIS is a topic of its own, found by its own words. `goals.csv` has the goals' titles, and words for a goal
that no file of those at hand serves.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from flows.vocabularies import TABLES

HEADER = ("id", "topic", "description", "words", "act", "weight", "example", "counterexample", "comment")
WEIGHT = 14  # gives the topic in a content of any length
GOALS = Path(__file__).with_name("goals.csv")
_UNBIS = ("UNBIS", "UNBIS Thesaurus")
_LONG = 5  # letters from which a word's ending is left open


def keywords(folder: Path) -> Iterator[tuple[str | None, str, str]]:
    """Yield each keyword as the goal that it stands after, its dictionary and its words."""
    for path in sorted(folder.rglob("*.xml")):
        goal, group = None, None
        for node in etree.parse(path).iter("{*}keyword"):
            if node.getparent() is not group:  # the next clause, or the subjects of the whole
                goal, group = None, node.getparent()
            if node.get("dictionary") == "SDGO":
                goal = node.get("value")
            else:
                yield goal, node.get("dictionary"), node.get("value").replace("_", " ").lower()


def pattern(words: str) -> str | None:
    """Return words as a table of topics has them, the ending of the last one open; None for what is no plain words."""
    if not words.replace(" ", "").replace("-", "").isascii() or not all(part.isalpha() for part in words.split()):
        return None
    last = words.split()[-1]
    return f"{words}*" if len(last) >= _LONG else words


def main(folder: Path) -> None:
    """Write both tables."""
    goals: defaultdict[int, set[str]] = defaultdict(set)
    headings: set[str] = set()
    for goal, dictionary, words in keywords(folder):
        if pattern(words) is None:
            continue
        if goal is not None and goal.isdecimal():
            goals[int(goal)].add(words)
        if dictionary in _UNBIS:
            headings.add(words)
    TABLES.mkdir(exist_ok=True)
    with GOALS.open(encoding="utf-8", newline="") as file:
        titles = {int(row["goal"]): row["title"] for row in _with_words(csv.DictReader(file), goals)}
    rows = [
        (f"goal-{number}", f"sdg_{number}", f"Sustainable Development Goal {number}: {title}", goals[number])
        for number, title in titles.items()
    ]
    _write("sdg", rows)
    _write(
        "unbis",
        [(name.replace(" ", "-"), name.replace(" ", "_"), f"UNBIS: {name}", {name}) for name in sorted(headings)],
    )


def _with_words(rows: Iterable[dict[str, str]], goals: defaultdict[int, set[str]]) -> Iterator[dict[str, str]]:
    """Yield the rows, and add their words to the goals."""
    for row in rows:
        goals[int(row["goal"])].update(filter(None, row["words"].split("|")))
        yield row


def _write(name: str, rows: list[tuple[str, str, str, set[str]]]) -> None:
    with (TABLES / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for identity, topic, description, words in rows:
            patterns = sorted(filter(None, map(pattern, words)))
            cells = (f"{name}.{identity}", topic, description, "|".join(patterns), "", WEIGHT, sorted(words)[0], "", "")
            writer.writerow(cells)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
