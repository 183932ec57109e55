"""Text of others in a message: on one line, and without what a terminal would act on."""


def one_line(text: str) -> str:
    """Return the text with white space as single blanks, and other characters that do not print as escapes."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
