"""XML that anybody may have written, read without entities, network or huge trees."""

from typing import Any

from lxml import etree


def parse(content: bytes) -> Any | None:
    """Return the root of a document; None where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None
