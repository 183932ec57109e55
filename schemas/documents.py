"""One row per raw file."""

from schemas.ids import DOCUMENT_ID
from schemas.table import Bytes, Code, Count, Day, Table, column
from schemas.vocabulary import DATE_PRECISION, DOCUMENT_KIND, SOURCE_FORMAT


class Documents(Table):
    """A raw file as it arrived, and what its sidecar or the text itself says of it."""

    document_id: str = column(
        "Slug of the path below the raw root without suffix, or the sidecar's `id`.", key=True, pattern=DOCUMENT_ID
    )
    source_path: str = column("Path of the raw file relative to the raw root, with `/`.")
    source_sha256: str = column("SHA-256 of the raw file's bytes.", pattern="[0-9a-f]{64}")
    source_bytes: Bytes = column("Size of the raw file.", unit="bytes", at_least=1)
    source_format: Code = column(
        "Format of the raw file, by its content; NULL in rows that are older than the column.",
        nullable=True,
        allowed=SOURCE_FORMAT,
    )
    encoding: str = column(
        "Name of the Python codec that decodes the raw file, or its rendition; raw offsets count in its result."
    )
    rendition_sha256: str = column(
        "SHA-256 of the rendition that was made of the raw file once: its raw text, kept as `renditions/SHA256.txt` "
        "beside the releases. NULL where the raw file itself, decoded, is the raw text.",
        nullable=True,
        pattern="[0-9a-f]{64}",
    )
    extractor: str = column("What made the rendition: version of the rules, libraries, build.", nullable=True)
    n_pages: Count = column("Pages; NULL where the format has none.", unit="pages", nullable=True, at_least=1)
    title: str = column("Title.", nullable=True)
    forum: str = column("Body, conference or process before which it was said or issued.", nullable=True)
    session: str = column("Session or meeting of the forum.", nullable=True)
    symbol: str = column("Symbol of a United Nations document, such as A/80/604/Add.1.", nullable=True)
    place: str = column("City.", nullable=True)
    country_iso3: str = column("Country of the place, ISO 3166-1 alpha-3.", nullable=True, pattern="[A-Z]{3}")
    date_start: Day = column("First day of the event, or the day of the statement.", nullable=True)
    date_end: Day = column("Last day of the event.", nullable=True)
    date_precision: Code = column("How exact the dates are.", nullable=True, allowed=DATE_PRECISION)
    document_kind: Code = column("Kind of document.", nullable=True, allowed=DOCUMENT_KIND)
    language: str = column("Main language, BCP 47.", nullable=True)
    source_url: str = column("Where the raw file was found.", nullable=True)
    licence: str = column("Licence note for the raw text.", nullable=True)
    citation: str = column(
        "What to cite it by: who said what, where and when, as far as is known. It names no release, and outlasts it.",
        nullable=True,
    )
    stale_since: str = column(
        "Release since which the rows are those of an earlier one, as the raw file has been refused (`quarantine`).",
        nullable=True,
        pattern=r"[0-9]+\.[0-9]+\.[0-9]+",
    )
    n_statements: Count = column("Statements in the document.", unit="statements", at_least=0)
