"""What is held, as a WARC file (ISO 28500): each body with the address, time and headers that it came with."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from flows.errors import UsageError
from flows.fetch.record import read_lines, record_path
from flows.intake.fetched import FETCHES

_AS_SENT = ("content-encoding", "transfer-encoding", "content-length")


def write_warc(file: Path, raw: Path, sources: Sequence[str]) -> int:
    """Write a record for every body that is held of the sources; return how many."""
    from warcio.warcwriter import WARCWriter

    count = 0
    try:
        with file.open("wb") as target:
            writer = WARCWriter(target, gzip=file.suffix == ".gz")
            about = {"software": "rapporteur", "format": "WARC File Format 1.1", "description": FETCHES}
            writer.write_record(writer.create_warcinfo_record(file.name, about))
            for source in sources:
                for line in read_lines(record_path(raw, source)):
                    if "path" in line:
                        writer.write_record(_response(writer, line, (raw / line["path"]).read_bytes()))
                        count += 1
    except OSError as error:
        raise UsageError(f"{error.filename or file}: {error.strerror}") from None
    return count


def _response(writer: Any, line: Mapping[str, Any], body: bytes) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _AS_SENT else name, value)
        for name, value in line.get("headers", ())
    ]
    status = StatusAndHeaders("200 OK", [*headers, ("Content-Length", str(len(body)))], protocol="HTTP/1.1")
    told = {"WARC-Date": line["at"]}
    address = line["final_url"]
    if not address.startswith(("http://", "https://")) or "#" in address:  # taken from an archive, folder or repository
        kind = next((value for name, value in headers if name.lower() == "content-type"), "application/octet-stream")
        return writer.create_warc_record(
            address, "resource", payload=BytesIO(body), length=len(body), warc_content_type=kind, warc_headers_dict=told
        )
    return writer.create_warc_record(
        address, "response", payload=BytesIO(body), http_headers=status, warc_headers_dict=told
    )
