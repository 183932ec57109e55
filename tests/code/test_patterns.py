"""Scanning with several patterns is scanning with one that has them as its alternatives."""

import re2
from hypothesis import given
from hypothesis import strategies as st

from flows.code.units.patterns import leftmost, scan, scanner
from flows.code.units.placed import Placed
from flows.records import Span
from flows.rules import spans

PATTERNS = ("a b", "a(?: [a-c])*? c", "b", r"[ab] c\b", "c c c")
TEXTS = st.text("abc ", max_size=40)
CHOSEN = st.lists(st.sampled_from(PATTERNS), min_size=1, unique=True)


def scanners(patterns: list[str]) -> "tuple[re2._Regexp[bytes], ...]":
    return tuple(scanner(pattern, "made-up.csv", pattern) for pattern in patterns)


@given(patterns=CHOSEN, text=TEXTS)
def test_the_matches_are_those_of_one_pattern_with_the_scanners_as_alternatives(patterns: list[str], text: str) -> None:
    together = scanner("|".join(f"(?:{pattern})" for pattern in patterns), "made-up.csv", "(all)")
    expected = [match.span() for match in together.finditer(text.encode())]
    several = scanners(patterns)
    found = list(leftmost(several, *scan(several, [text.encode()])))
    assert [(start, end) for start, end, _ in found] == expected
    for start, end, number in found:
        assert re2.fullmatch(patterns[number], text[start:end])


@given(pattern=st.sampled_from((*PATTERNS, "a*", "b?", "")), text=TEXTS)
def test_the_spans_of_a_pattern_are_those_of_the_matches_that_re2_iterates_over(pattern: str, text: str) -> None:
    compiled = scanner(pattern, "made-up.csv", pattern)
    assert spans(compiled, text.encode()) == [match.span() for match in compiled.finditer(text.encode())]


@given(patterns=CHOSEN, text=TEXTS, back=st.integers(1, 3))
def test_who_gets_a_match_may_send_the_search_back(patterns: list[str], text: str, back: int) -> None:
    several = scanners(patterns)
    matches = leftmost(several, *scan(several, [text.encode()]))
    first = next(matches, None)
    if first is None:
        return
    again = max(first[0] + 1, first[1] - back)
    assert matches.send(again) == first
    rest = [(start, end) for start, end, _ in matches]
    together = scanner("|".join(f"(?:{pattern})" for pattern in patterns), "made-up.csv", "(all)")
    assert rest == [match.span() for match in together.finditer(text.encode(), again)]


@given(starts=st.lists(st.integers(0, 30)), stretch=st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_a_stretch_holds_what_starts_in_it(starts: list[int], stretch: tuple[int, int]) -> None:
    spans = [Span(start, start + 1) for start in sorted(starts)]
    assert list(Placed(spans).within(*stretch)) == [span for span in spans if stretch[0] <= span.start < stretch[1]]
