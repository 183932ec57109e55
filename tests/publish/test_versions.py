"""The number of a release follows from what differs from the one before."""

import pytest

from flows.errors import UsageError
from flows.publish.versions import METADATA, Step, is_public, newest, next_version, step_of
from schemas.release import TABLES


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize(("before", "after"), [(None, "0.1.0"), ("0.1.0", "0.2.0"), ("0.9.0", "0.10.0")])
def test_before_1_0_0_every_difference_raises_minor(before: str | None, step: Step, after: str) -> None:
    assert next_version(before, step) == after


@pytest.mark.parametrize(("step", "after"), [(Step.PATCH, "1.2.4"), (Step.MINOR, "1.3.0"), (Step.MAJOR, "2.0.0")])
def test_from_then_on_the_difference_decides(step: Step, after: str) -> None:
    assert next_version("1.2.3", step) == after


@pytest.mark.parametrize("before", [None, "0.1.0", "0.99.3"])
def test_going_public_makes_1_0_0_whatever_differs(before: str | None) -> None:
    assert {next_version(before, step, public=True) for step in Step} == {"1.0.0"}


@pytest.mark.parametrize("before", ["1.0.0", "1.0.1", "12.0.0"])
def test_nobody_goes_public_twice(before: str) -> None:
    with pytest.raises(UsageError, match=f"{before} is public already"):
        next_version(before, Step.MAJOR, public=True)


@pytest.mark.parametrize(
    ("kinds", "step"),
    [
        ([], Step.PATCH),
        ([(table, kind) for table in METADATA for kind in ("added", "removed", "changed")], Step.PATCH),
        ([("claims", "added"), ("quarantine", "removed")], Step.MINOR),
        ([("claims", "added"), ("entities", "changed")], Step.MAJOR),
        ([("claims", "moved")], Step.MAJOR),
        ([("topics", "removed")], Step.MAJOR),
    ],
)
def test_data_decide_and_what_a_release_says_about_itself_does_not(kinds: list[tuple[str, str]], step: Step) -> None:
    assert step_of(kinds) is step


def test_what_a_release_says_about_itself_are_tables_of_it() -> None:
    assert set(METADATA) < TABLES.keys()


@pytest.mark.parametrize("nonsense", ["", "1", "0.1.0-rc", "01.0.0"])
def test_what_is_no_version_has_no_next(nonsense: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        next_version(nonsense, Step.MINOR)


def test_versions_are_ordered_by_their_numbers() -> None:
    assert newest(["0.10.0", "0.9.0", "0.2.11"]) == "0.10.0"
    assert newest([]) is None
    assert [is_public(version) for version in ("0.10.0", "1.0.0", "10.0.0")] == [False, True, True]
