"""`rapporteur export`: a release in the formats of others."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.command.options import DATASET, RAW, Dataset, Raw, Release
from flows.errors import UsageError


def export(
    folder: Path,
    *,
    csv: Annotated[bool, Parameter(negative=(), help="CSV (RFC 4180, UTF-8), a file for each table.")] = False,
    jsonl: Annotated[bool, Parameter(negative=(), help="JSON Lines, a file for each table.")] = False,
    dta: Annotated[bool, Parameter(negative=(), help="Stata, a file for each table, with value labels.")] = False,
    webanno: Annotated[bool, Parameter(negative=(), help="W3C Web Annotations (JSON-LD) of the claims.")] = False,
    html: Annotated[bool, Parameter(negative=(), help="Web pages of the statements with their claims marked.")] = False,
    for_spreadsheets: Annotated[
        bool, Parameter(negative=(), help="With --csv: an apostrophe before texts that look like formulas.")
    ] = False,
    site: Annotated[
        bool, Parameter(negative=(), help="The explorer: search, read, compare and picture the claims.")
    ] = False,
    vendor_sql: Annotated[
        bool, Parameter(negative=(), help="With --site: put DuckDB-Wasm beside the pages (10 MB), fetched by npm.")
    ] = False,
    vendor_sql_from: Annotated[
        Path | None, Parameter(help="The same, from a folder with the npm package @duckdb/duckdb-wasm.")
    ] = None,
    raw: Raw = RAW,
    dataset: Dataset = DATASET,
    release: Release = None,
) -> int:
    """Write a release (the latest if none is given) to a new or empty folder, in one format."""
    if csv + jsonl + dta + webanno + html + site != 1:
        raise UsageError("give one of --csv, --jsonl, --dta, --webanno, --html and --site")
    if for_spreadsheets and not csv:
        raise UsageError("--for-spreadsheets goes with --csv")
    if (vendor_sql or vendor_sql_from) and not site:
        raise UsageError("--vendor-sql and --vendor-sql-from go with --site")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is there and not empty; name a new folder")

    import duckdb

    from flows.export.site import export_site
    from flows.export.stata import export_stata
    from flows.export.text_files import export_csv, export_jsonl
    from flows.export.web_annotation import export_web_annotations
    from flows.export.web_page import export_web_pages
    from flows.publish.releases import find
    from flows.sql import open_tables

    wanted: dict[Callable[[duckdb.DuckDBPyConnection, Path], None], bool] = {
        partial(export_csv, for_spreadsheets=for_spreadsheets): csv,
        export_jsonl: jsonl,
        export_stata: dta,
        partial(export_web_annotations, licence=_licence(dataset, release) if webanno else None): webanno,
        partial(export_web_pages, raw=raw): html,
        partial(
            export_site,
            release=find(dataset, release),
            vendor_sql=vendor_sql or vendor_sql_from is not None,
            vendor_from=vendor_sql_from,
        ): site,
    }
    (write,) = (exporter for exporter, given in wanted.items() if given)
    with open_tables(dataset, release, unsafe=True) as tables:  # the SQL is our own
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write(tables, folder)
        except OSError as error:
            raise UsageError(f"{error.filename or folder}: cannot be written: {error.strerror or error}") from None
    return 0


def _licence(dataset: Path, version: str | None) -> str | None:
    """Return the address of the licence that a release gives to its annotations."""
    from flows.publish.metadata.published import published_about
    from flows.publish.releases import find

    licence = published_about(find(dataset, version)).licences.get("annotations")
    return licence.url if licence else None
