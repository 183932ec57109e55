import pytest

from flows.publish.versions import next_version


@pytest.mark.parametrize(("before", "after"), [(None, "0.1.0"), ("0.1.0", "0.2.0"), ("0.9.0", "0.10.0")])
def test_below_one_every_difference_raises_minor(before: str | None, after: str) -> None:
    assert next_version(before) == after


@pytest.mark.parametrize("nonsense", ["", "1", "0.1.0-rc", "01.0.0"])
def test_what_is_no_version_has_no_next(nonsense: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        next_version(nonsense)
