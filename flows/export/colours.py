"""One colour for each level of agreement, wherever levels are drawn.

Ranked levels run from dark (everyone) to light (one) on a scale that colour-blind readers tell apart and printers keep
(ColorBrewer's YlGnBu, nine classes); what has no rank stands apart from it: purples where a size is not said, orange
where views differ, grey where nothing is said of others.
"""

AGREEMENT_COLOURS = {
    "all": "#081d58",
    "consensus": "#253494",
    "near_all": "#225ea8",
    "most": "#1d91c0",
    "many": "#41b6c4",
    "several": "#7fcdbb",
    "some": "#c7e9b4",
    "few": "#edf8b1",
    "one": "#ffffd9",
    "collective": "#bcbddc",
    "unstated": "#e7dff2",
    "divided": "#fdae61",
    "not_reported": "#eeeeee",
}


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on a colour, given as "#rrggbb"."""
    return "#000000" if contrast(colour, "#000000") >= contrast(colour, "#ffffff") else "#ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (Web Content Accessibility Guidelines 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
