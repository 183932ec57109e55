"""Where pages end, and what stands there that is not the statement: page numbers, running headers, separators.

A running header is a line that comes again, digits aside, at the edges of pages or in the middle of sentences.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import re2

from flows.clean.layout import Layout
from flows.clean.lines import Lines
from flows.clean.numbering import ROMAN_SIGNS, roman
from flows.clean.wording import goes_on, is_stopped, is_turn
from flows.rules import compile_pattern, compile_set, prove_examples, read_rules

_TABLE = Path(__file__).with_name("furniture.csv")
_LONGEST = 120  # no furniture line is longer
_EDGE = 2  # lines at the top or foot of a page that a running header may take
_HEAD = 6  # most lines of a page's head
_LONGEST_NUMBER = 6  # characters of a page's number, Roman at the longest
_PAGE = 15  # fewest lines of a page
_FIRST_NUMBER = re.compile(r"^\d{1,4}(?= )")
_LAST_NUMBER = re.compile(r"(?<= )\d{1,4}$")
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_ZERO_RUN = re.compile(rb"00+")


class FurnitureRule(NamedTuple):
    """A row of furniture.csv; `pattern` takes a whole line, white space around it removed.

    Where `apart` is "yes", the line must also not stand in the middle of a sentence; where it is "edge", it must have
    the end of a page or other furniture of one beside it. Two lines are tried together where a bracket stays open.
    """

    id: str
    reason: str
    pattern: str
    apart: str
    example: str
    counterexample: str
    comment: str
    source: str


@cache
def furniture_rules() -> tuple[tuple[FurnitureRule, ...], Callable[[str], list[int]]]:
    """Return the rules of furniture.csv, and what tells which of them take a line, by their places.

    Raises RuleError.
    """
    rules = read_rules(_TABLE, FurnitureRule)
    taking = compile_set(((rule.id, f"(?:{rule.pattern})$") for rule in rules), _TABLE.name, from_start=True)
    place = {rule.id: index for index, rule in enumerate(rules)}
    prove_examples(
        _TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: place[rule] in taking(text),
    )
    return rules, taking


@cache
def _any_rule() -> "re2._Regexp[str]":
    rules, _ = furniture_rules()
    return compile_pattern(f"(?m)^(?:{'|'.join(f'(?:{rule.pattern})' for rule in rules)})$", _TABLE.name, "all")


def find_furniture_lines(lines: Lines, layout: Layout) -> dict[int, str]:
    """Return the lines that are no text: index in `lines` to reason."""
    text = "\n".join(lines.texts).encode("utf-8", "surrogatepass")
    found, doubtful = _by_pattern(lines, text)
    if doubtful:
        found.update(_page_heads(lines, layout, found, doubtful))
    found.update(_lone_page_numbers(lines, layout, found))
    found.update(_running_headers(lines, text, layout, found))
    return found


def _by_pattern(lines: Lines, text: bytes) -> tuple[dict[int, str], dict[int, FurnitureRule]]:
    """Return the lines that some rule takes, and those that are furniture only if more speaks for it, with that rule.

    One scan over all lines finds the few; which rule it was is asked of these only.
    """
    found: dict[int, str] = {}
    doubtful: dict[int, FurnitureRule] = {}
    first = at = 0  # the line that begins at offset `at`
    for match in _any_rule().finditer(text):
        start, end = match.span()
        first += text.count(b"\n", at, start)
        for i in range(first, first + text.count(b"\n", start, end) + 1):
            rule = _first_rule(lines.texts[i]) if len(lines.texts[i]) <= _LONGEST else None
            if rule and (rule.apart == "no" or (rule.apart == "yes" and _stands_apart(lines, i, found))):
                found[i] = rule.reason
            elif rule:
                doubtful[i] = rule
        at = start
    return found, doubtful


def _page_heads(
    lines: Lines, layout: Layout, found: Mapping[int, str], doubtful: Mapping[int, FurnitureRule]
) -> dict[int, str]:
    """Lines that are furniture at a page's edge only, and such as look like it in the middle of a sentence.

    Two or more of them, one after the other, are the head of a page, with the lone numbers between them; where the end
    of a page or other furniture is beside it, one is.
    """
    heads: dict[int, str] = {}
    for i in doubtful:
        if i in heads:
            continue
        run = {i: doubtful[i].reason}
        for step in (-1, 1):
            at = i + step
            while 0 <= at < len(lines.texts) and len(run) < _HEAD:
                if at in doubtful:
                    run[at] = doubtful[at].reason
                elif lines.texts[at].isdecimal() and len(lines.texts[at]) <= 4:
                    run[at] = "page_number"
                elif whole := _open_head(lines, at if step > 0 else at - 1):
                    run.update(whole)
                    at += step
                else:
                    break
                at += step
        first, last = min(run), max(run)
        beside = first - 1 in found or last + 1 in found or first in layout.page_ends or last + 1 in layout.page_ends
        at_edge = doubtful[i].apart == "edge" and beside
        if len(run) > 1 or at_edge:
            heads.update(run)
    return heads


def _open_head(lines: Lines, i: int) -> dict[int, str]:
    """Two lines that together are a rule's, a bracket staying open between them."""
    if i < 0 or i + 1 >= len(lines.texts) or not _stays_open(lines, i):
        return {}
    rule = _edge_rule(f"{lines.texts[i]} {lines.texts[i + 1]}")
    return {i: rule.reason, i + 1: rule.reason} if rule else {}


def _stays_open(lines: Lines, i: int) -> bool:
    """Whether a bracket that opens with a line is closed with the next, and no earlier."""
    return (
        lines.texts[i][0] == "("
        and ")" not in lines.texts[i]
        and lines.texts[i + 1 : i + 2] != []
        and (lines.texts[i + 1][-1] == ")")
    )


def _edge_rule(text: str) -> FurnitureRule | None:
    rules, taking = furniture_rules()
    return next((rules[at] for at in sorted(taking(text)) if rules[at].apart == "edge"), None)


@lru_cache(maxsize=1 << 10)
def _first_rule(text: str) -> FurnitureRule | None:
    """Return the first rule that takes the line; cached, since what stands on one page stands on others."""
    rules, taking = furniture_rules()
    taken = taking(text)
    return rules[min(taken)] if taken else None


def _stands_apart(lines: Lines, i: int, found: Mapping[int, str]) -> bool:
    """Whether the line before is done, or line i has a blank line, a page's end or furniture beside it."""
    if i in (0, len(lines.texts) - 1) or i - 1 in found:
        return True
    beside = lines.gaps[i] + lines.gaps[i + 1] > 0 or i in lines.feeds or i + 1 in lines.feeds
    return beside or is_stopped(lines.texts[i - 1])


def _lone_page_numbers(lines: Lines, layout: Layout, found: Mapping[int, str]) -> dict[int, str]:
    """Bare numbers, alone on a line, at a page's edge, or counting up page by page.

    Roman ones must be several and at edges: the letter of a list and the number of a section look like them.
    """
    lone = [(i, text) for i, text in enumerate(lines.texts) if len(text) <= _LONGEST_NUMBER]
    arabic = [(i, int(text)) for i, text in lone if text.isdigit() and text.isascii() and len(text) <= 4]
    small = [(i, roman(text)) for i, text in lone if ROMAN_SIGNS.issuperset(text)]
    large = [(i, roman(text.lower())) for i, text in lone if text.isupper() and ROMAN_SIGNS.issuperset(text.lower())]
    pages: list[int] = []
    for count in [*_counts(arabic), *_counts(small), *_counts(large)]:
        on_edge = sum(_is_on_edge(lines, i, layout, found) for i in count)
        steps = sorted(j - i for i, j in pairwise(count))
        counts_pages = lines.texts[count[0]].isdigit() and bool(steps) and steps[len(steps) // 2] >= _PAGE
        enough = lines.texts[count[0]].isdigit() or len(count) > 1
        if counts_pages or (enough and on_edge >= 0.6 * len(count)):
            pages += count
    return dict.fromkeys(sorted(pages), "page_number")


def _counts(lone: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the lines of lone numbers, given with their values, as counts.

    Each follows the one before, or that but one.
    """
    counts: list[list[int]] = []
    last: list[int] = []  # the value of each count so far
    for i, value in lone:
        for k in range(len(counts) - 1, max(-1, len(counts) - 7), -1):
            if 0 < value - last[k] <= 2:
                counts[k].append(i)
                last[k] = value
                break
        else:
            counts.append([i])
            last.append(value)
    return counts


def _is_on_edge(lines: Lines, i: int, layout: Layout, found: Mapping[int, str]) -> bool:
    return (
        i == len(lines.texts) - 1
        or i in layout.page_ends
        or i + 1 in layout.page_ends
        or i - 1 in found
        or i + 1 in found
    )


def _running_headers(lines: Lines, text: bytes, layout: Layout, found: Mapping[int, str]) -> dict[int, str]:
    """Lines that come again at page edges, or that cut sentences in two wherever they come."""
    repeated = [[i for i in at if i not in found] for at in _repeated(text)]
    if not repeated:
        return {}
    edges = _page_edges(lines, layout, found)
    headers: dict[int, str] = {}
    for at in repeated:
        first = lines.texts[at[0]] if at else ""
        if len(at) < 2 or goes_on(first) or (first[-1] == ":" and is_turn(first)) or _is_passage(lines, at):
            continue
        on_edge = [i for i in at if i in edges]
        cutting = sum(_cuts_sentence(lines, i) for i in at)
        # Its first coming at the head of the document is the title itself.
        later = at[1:] if at[0] < _EDGE else at
        if _numbers_pages(lines, at) and max(len(on_edge), cutting) >= 0.4 * len(at):
            headers.update(dict.fromkeys(at, "running_header"))
        elif len(on_edge) >= 2 and len(on_edge) >= 0.6 * len(at):
            headers.update(dict.fromkeys([i for i in later if i in edges], "running_header"))
        elif len(at) >= 3 and cutting >= 0.5 * len(at):
            headers.update(dict.fromkeys(later, "running_header"))
    return headers


def _repeated(text: bytes) -> list[list[int]]:
    """Return the places of each line of `text` that comes more than once, all numbers taken for the same."""
    numbered = text.translate(_ZEROS)
    keys = (_ZERO_RUN.sub(b"0", numbered) if b"00" in numbered else numbered).split(b"\n")
    if len(set(keys)) == len(keys):
        return []
    counts = Counter(keys)
    places: dict[bytes, list[int]] = {
        key: [] for key, count in counts.items() if count > 1 and 4 <= len(key) <= _LONGEST
    }
    if places:
        for i, key in enumerate(keys):
            if key in places:
                places[key].append(i)
    return list(places.values())


def _page_edges(lines: Lines, layout: Layout, found: Mapping[int, str]) -> frozenset[int]:
    """Lines that are among the first or last of a page; furniture does not count as a line."""
    breaks = [*(layout.page_ends - {0})]
    breaks += [i for i, reason in found.items() if reason in ("page_number", "document_symbol")]
    edges: set[int] = set()
    for at in breaks:
        edges.update(range(max(0, at - _EDGE), min(len(lines.texts), at + _EDGE)))
    return frozenset(edges)


def _numbers_pages(lines: Lines, at: Sequence[int]) -> bool:
    """Whether the lines are the same but for a number at their head or end, and that counts up."""
    for place in (_LAST_NUMBER, _FIRST_NUMBER):
        numbers = [int(m.group()) for i in at if (m := place.search(lines.texts[i]))]
        if len(numbers) == len(at) and all(0 < b - a <= 4 for a, b in pairwise(numbers)):
            return True
    return False


def _is_passage(lines: Lines, at: Sequence[int]) -> bool:
    """Whether the lines come again with the lines around them: a refrain of the speech, not of its pages."""
    texts = lines.texts
    alike = sum(
        i > 0 and j + 1 < len(texts) and texts[i - 1] == texts[j - 1] and texts[i + 1] == texts[j + 1]
        for i, j in pairwise(at)
    )
    return alike >= 0.5 * (len(at) - 1)


def _cuts_sentence(lines: Lines, i: int) -> bool:
    return 0 < i < len(lines.texts) - 1 and not is_stopped(lines.texts[i - 1]) and goes_on(lines.texts[i + 1])
