"""XML as a raw text of its own, with the structure that its elements say.

encoding      how its bytes become text
tokens        what it is made of, and where
akoma_ntoso   resolutions and other documents in Akoma Ntoso; akoma_ntoso.csv says what its elements are
record        what the file says of its document: symbol, dates, subjects
"""

from flows.readers import Options, ReadingError
from flows.readers.xml.akoma_ntoso import read_akoma_ntoso
from flows.readers.xml.encoding import decode_xml
from flows.readers.xml.tokens import tokens_of
from flows.records import Rendition


def read(content: bytes, options: Options = Options()) -> Rendition:  # noqa: B008  (a tuple)
    """Return the decoded file and its structure; raise ReadingError where it is not well-formed or of no known kind.

    Known is Akoma Ntoso. Of other XML nobody can tell which elements are paragraphs, and which of them are said.
    """
    text, encoding = decode_xml(content)
    tokens = tokens_of(text)
    root = next(token for token in tokens if token.kind == "start")
    if root.name != "akomaNtoso":
        raise ReadingError(
            "unknown_markup", f"its root is <{root.name}>, and only Akoma Ntoso is read; convert it to text or HTML"
        )
    return Rendition(text, encoding, structure=read_akoma_ntoso(text, tokens))
