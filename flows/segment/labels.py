"""Read the label that a paragraph carries: a number of the text, or the mark of a list's item."""

import re

_NUMBER = re.compile(r"(?:§ ?)?[(\[]?(?:\d{1,4}|[IVXL]{1,6})(?:\.\d{1,3})*[.)\]:-]*")
_SECTION = re.compile(r"[(\[]?(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,5})[.)\]:]*")
_FIRST = re.compile(r"(?:§ ?)?[(\[]?(?:1|I)[.)\]:-]*")


def is_number_label(label: str | None, *, first: bool = False) -> bool:
    """Whether the label is a number, Arabic or capital Roman ("4", "12.", "II."); with `first`, the number one."""
    return label is not None and (_FIRST if first else _NUMBER).fullmatch(label) is not None


def is_item_label(label: str | None) -> bool:
    """Whether the label marks an item of a list: a bullet, or a letter or small Roman number ("•", "(b)", "ii.")."""
    return label is not None and not is_number_label(label)


def is_section_label(label: str | None) -> bool:
    """Whether the label could be a section's: a number, a capital letter or a capital Roman number ("B.", "(III)")."""
    return label is not None and _SECTION.fullmatch(label) is not None
