"""The table of topics as a file: words of the same topic, group and weight in one row."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flows.code.lang.rows import Topic
from flows.code.topics import words_of

_PART = re.compile(r"\*?[a-z0-9]+\*?|[^a-z0-9*]+|\*")


class Row(NamedTuple):
    """A word or phrase that speaks for a topic, or an act; what it is held worth, and the group it is in."""

    topic: str
    words: str | None
    act: str
    worth: float
    group: int


def written(rows: Sequence[Row], levels: Sequence[int], contents: Iterable[str]) -> str:
    """Return the table; examples are of the commonest words of the contents."""
    common = Counter(word for content in contents for word in words_of(content))
    groups: defaultdict[tuple[str, int, int], list[str]] = defaultdict(list)
    acts: list[tuple[str, str, int]] = []
    for row, level in zip(rows, levels, strict=True):
        if row.act:
            acts.append((row.topic, row.act, level))
        elif row.words and (level or row.worth <= 0 or " " in row.words or "-" in row.words):
            groups[row.topic, -level, row.group].append(row.words)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(Topic._fields)
    seen: Counter[str] = Counter()
    topics = list(dict.fromkeys(row.topic for row in rows))
    for (topic, negative, _), words in sorted(
        groups.items(), key=lambda found: (topics.index(found[0][0]), *found[0][1:])
    ):
        base = f"{topic.replace('_', '-')}.{str(-negative).replace('-', 'minus-')}"
        seen[base] += 1
        name = base if seen[base] == 1 else f"{base}.{seen[base]}"
        table.writerow([name, topic, "|".join(dict.fromkeys(words)), "", -negative, _example(words[0], common), "", ""])
    for topic, act, level in acts:
        if level:
            name = f"{topic.replace('_', '-')}.{act}"
            table.writerow([name, topic, "", act, level, "", "", "what conducts the meeting is about it"])
    return out.getvalue()


def _example(words: str, common: Counter[str]) -> str:
    """Return words of which the pattern is true: for each open ending the commonest word that has such a beginning."""
    return "".join(_said(part, common) for part in _PART.findall(words))


def _said(part: str, common: Counter[str]) -> str:
    if part == "*":
        return "other"
    if not part.endswith("*"):
        return part
    begun = [word for word in common if word.startswith(part[:-1])]
    return max(begun, key=lambda word: (common[word], word), default=part[:-1])
