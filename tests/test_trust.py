"""docs/trust.md: its example gives what it shows, and the correction is what survey sampling has it be."""

import random
import re
import subprocess
import sys
from pathlib import Path
from statistics import mean

import pytest

from rapporteur import Excerpt, Stratum, corrected_share

PROJECT = Path(__file__).parent.parent
PAGE = (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


def test_the_example_prints_what_the_page_shows() -> None:
    code = block("python")
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == block("text")


def test_a_coding_without_error_is_not_corrected_and_is_certain() -> None:
    sample = [Excerpt("a", 10, 4, 10, 4), Excerpt("a", 20, 6, 20, 6)]
    assert corrected_share([Stratum("a", 50, 1000, 300)], sample) == (0.3, 0.3, 0.3, 0.3)


def test_all_excerpts_read_leave_nothing_to_chance() -> None:
    sample = [Excerpt("a", 10, 4, 10, 5), Excerpt("a", 20, 6, 20, 9)]
    found = corrected_share([Stratum("a", 2, 30, 10)], sample)
    assert found == pytest.approx((14 / 30, 14 / 30, 14 / 30, 10 / 30))


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """A coder that misses a third of what is there; many samples of forty of four hundred excerpts."""
    lots = random.Random(1)
    excerpts = []
    for _ in range(400):
        n = lots.randint(8, 15)
        read = sum(lots.random() < 0.3 for _ in range(n))
        excerpts.append(Excerpt("a", n, sum(lots.random() < 2 / 3 for _ in range(read)), n, read))
    truth = sum(one.having_read for one in excerpts) / sum(one.claims_read for one in excerpts)
    frame = [Stratum("a", 400, sum(one.claims for one in excerpts), sum(one.having for one in excerpts))]
    found = [corrected_share(frame, lots.sample(excerpts, 40)) for _ in range(400)]
    assert found[0].coded < truth - 0.05
    assert abs(mean(one.share for one in found) - truth) < 0.01
    assert 0.92 <= mean(one.low <= truth <= one.high for one in found) <= 0.98


@pytest.mark.parametrize("sample", [[], [Excerpt("a", 1, 0, 1, 0)], [Excerpt("b", 1, 0, 1, 0)] * 2])
def test_a_sample_that_cannot_correct_is_refused(sample: list[Excerpt]) -> None:
    with pytest.raises(ValueError, match=r"stratum 'a'|none of the strata"):
        corrected_share([Stratum("a", 5, 10, 1)], sample)
