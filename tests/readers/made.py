"""Small files of our own making, and what the steps make of them."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa

from flows.clean import clean
from flows.code import code
from flows.correct import correct
from flows.link import link
from flows.readers import Options
from flows.records import CleanDocument, RawDocument, Rendition, Sidecar
from flows.segment import segment
from flows.validate.promises import broken_promises
from flows.validate.tables import document_tables

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = {"document", "numbering", "styles", "footnotes", "endnotes", "comments", "settings", "header1", "footer1"}
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/><w:isLgl/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/>
  <w:pStyle w:val="H1"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""
STYLES = """
<w:style w:type="paragraph" w:styleId="N" w:default="1"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
 <w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="C1"><w:name w:val="toc 1"/></w:style>
"""


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, style: str = "", number: int | None = None, level: int = 0, properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    inside = content if content.startswith("<") else run(content)
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number is not None else ""
    return f"<w:p><w:pPr>{styled}{numbered}{properties}</w:pPr>{inside}</w:p>"


def docx(*blocks: str, section: str = "", **parts: str) -> bytes:
    """A DOCX of these blocks; `parts` are the insides of other parts, such as footnotes."""
    inside = {"numbering": NUMBERING, "styles": STYLES, **parts}
    roots = {"header1": "hdr", "footer1": "ftr"}
    body = "".join(blocks)
    files: dict[str, str | bytes] = {
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}{section}</w:body></w:document>'
    }
    relations = []
    for name, content in inside.items():
        assert name in _TYPES
        root = roots.get(name, name)
        files[f"word/{name}.xml"] = f'<w:{root} xmlns:w="{W}">{content}</w:{root}>'
        kind = name.rstrip("1") if name in roots else name
        relations.append(f'<Relationship Id="{name}" Type="{_KIND}/{kind}" Target="{name}.xml"/>')
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{package}">{"".join(relations)}</Relationships>'
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{package}">'
        f'<Relationship Id="r" Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    return packed(files)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of these files."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, (2031, 3, 4, 0, 0, 0)), content, ZIP_DEFLATED)
    return made.getvalue()


AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def akoma(body: str, language: str = "eng", meta: str = "", preamble: str = "") -> bytes:
    """A resolution in Akoma Ntoso with this main body."""
    return f"""<akomaNtoso xmlns="{AKN}"><statement name="resolution"><meta><identification>
<FRBRWork><FRBRdate date="2031-03-04" name="adoption"></FRBRdate></FRBRWork>
<FRBRExpression><FRBRlanguage language="{language}"></FRBRlanguage></FRBRExpression></identification>{meta}</meta>
<coverPage><p><docAuthority refersTo="#issuingBody">General Assembly</docAuthority>
<docNumber refersTo="#symbol">A/RES/99/1</docNumber></p></coverPage>
<preface><p><docNumber>99/1.</docNumber><docTitle>Question of tides</docTitle></p></preface>
<preamble><formula name="enactingFormula"><p><i>The General Assembly</i>,</p></formula>{preamble}</preamble>
<mainBody>{body}</mainBody></statement></akomaNtoso>""".encode()


def document(name: str, content: bytes, rendition: Rendition) -> RawDocument:
    """A raw document of a rendition."""
    path = PurePosixPath(name)
    return RawDocument(
        path.stem,
        name,
        "0" * 64,
        len(content),
        rendition.encoding,
        rendition.text,
        Sidecar(),
        source_format={".docx": "docx", ".html": "html", ".xml": "xml"}[path.suffix],
        extractor=rendition.extractor,
        structure=rendition.structure,
    )


def cleaned(name: str, content: bytes, read: Any, options: Options = Options()) -> CleanDocument:  # noqa: B008
    """What cleaning makes of a file."""
    return clean(document(name, content, read(content, options)))


def tables_of(clean_document: CleanDocument) -> dict[str, pa.Table]:
    """The tables of a cleaned document."""
    coded = code([segment(clean_document)])
    return document_tables([link(correct(one)) for one in coded])


def problems(clean_document: CleanDocument) -> list[str]:
    """What of the promises is broken: rows that do not read as the raw text, characters in no row or in two."""
    raw = clean_document.document
    found = broken_promises(tables_of(clean_document), {raw.document_id: raw.text})
    return [problem.message for _, problem in found]


def paragraphs(clean_document: CleanDocument) -> list[tuple[str, str | None, str]]:
    """Kind, label and text of each paragraph of a document."""
    return [
        (paragraph.kind, paragraph.label, paragraph.block.text)
        for statement in segment(clean_document).statements
        for paragraph in statement.paragraphs
    ]


def furniture(clean_document: CleanDocument) -> list[tuple[str, str]]:
    """Reason and text of each row of furniture."""
    text = clean_document.document.text
    return [(row.reason, text[row.raw_start : row.raw_end]) for row in clean_document.furniture]
