"""`rapporteur explain`: what each pass of the claims step knows of a text, and what decided its claims."""

import sys


def explain(text: str) -> int:
    """Print every layer that the claims step makes of TEXT, and its claims with the rules and models that decided."""
    from flows.clean import clean
    from flows.code.explain import explain as layers_of
    from flows.errors import UsageError
    from flows.records import RawDocument, Sidecar
    from flows.segment import segment

    if not text.strip():
        raise UsageError("the text to explain is empty: give a sentence in quotation marks")
    size = len(text.encode("utf-8", "replace"))
    document = RawDocument("text", "text.txt", "", size, "utf-8", text, Sidecar(language="en"))
    for statement in segment(clean(document)).statements:
        for line in layers_of(statement):
            sys.stdout.write(line + "\n")
    return 0
