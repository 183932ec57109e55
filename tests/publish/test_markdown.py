"""Others' words in Markdown are shown, and act on nothing."""

import re

from hypothesis import given
from hypothesis import strategies as st

from flows.publish.markdown import code, escaped

HOSTILE = "[free](javascript:alert(1)) <img src=x onerror=alert(1)> | `a` **b** _c_\n\n# d \x1b[31m"


def test_a_licence_note_is_text() -> None:
    told = escaped(HOSTILE)
    assert "\n" not in told
    assert "\x1b" not in told
    assert not re.search(r"(?<!\\)[\[\]<>|`*]", told)
    assert escaped("CC BY 4.0, see bad_sidecar") == "CC BY 4.0, see bad_sidecar"


@given(st.text())
def test_code_ends_where_it_ends(text: str) -> None:
    shown = code(text)
    fence = re.match("`+", shown)
    assert fence is not None
    assert shown.endswith(fence[0])
    inner = shown[len(fence[0]) : -len(fence[0])]
    assert fence[0] not in re.findall("`+", inner)
    assert "\n" not in shown
