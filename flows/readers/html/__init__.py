"""HTML as a raw text of its own: tags and what surrounds the text are furniture, character references are edits.

encoding   how its bytes become text
tokens     what it is made of, and where
tree       the page as browsers build it
rules      what elements are (elements.csv), and which parts of pages hold no text (page_parts.csv)
main_text  where on the page the text is
page       its paragraphs, headings, lists and tables
head       what the page says of itself (page_facts.csv)
"""

from flows.readers import Options, ReadingError
from flows.readers.html.encoding import decode_html
from flows.readers.html.head import read_facts, read_subjects
from flows.readers.html.main_text import find_main_text
from flows.readers.html.page import write_page
from flows.readers.html.tokens import tokens_of
from flows.readers.html.tree import BadSelectorError, build_tree
from flows.records import Rendition, Structure


def read(content: bytes, options: Options = Options()) -> Rendition:  # noqa: B008  (a tuple)
    """Return the decoded page and its structure; with `options.select` its text is what that finds.

    Raises ReadingError for a page that breaks its encoding, has no text, or none that is selected.
    """
    text, encoding = decode_html(content)
    if "\0" in text:
        raise ReadingError("binary", f"character {text.index(chr(0))} is NUL: this is no page; remove or convert it")
    tokens = tokens_of(text)
    try:
        tree = build_tree(text, tokens, options.select)
    except BadSelectorError as error:
        raise ReadingError("bad_sidecar", f"text.select: {options.select!r} is no CSS selector: {error}") from None
    if tree.selected is not None and not tree.selected:
        raise ReadingError("bad_sidecar", f"text.select: the page has nothing that {options.select!r} selects")
    written = write_page(text, tokens, tree, find_main_text(tree, tokens))
    if not written.marks:
        raise ReadingError("empty", "the page has no text; remove it, or say in its sidecar which part is the text")
    structure = Structure(
        written.marks,
        certain=True,
        furniture=written.furniture,
        edits=written.edits,
        facts=read_facts(text, tokens),
        subjects=read_subjects(text, tokens),
    )
    return Rendition(text, encoding, structure=structure)
