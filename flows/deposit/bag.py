"""BagIt 1.0 (RFC 8493): a folder whose files are listed with their hashes, so that whoever receives it can prove it."""

import re
from collections.abc import Mapping
from pathlib import Path

from flows.publish.checksums import sha256_of

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_SPECIAL = re.compile(r"[%\n\r]")
_ESCAPED = {"%": "%25", "\n": "%0A", "\r": "%0D"}


def finish_bag(folder: Path, info: Mapping[str, str]) -> None:
    """Make a bag of a folder whose payload stands in `data/`; `info` is what `bag-info.txt` says of it."""
    payload = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in payload)
    described = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    _write(folder / "bagit.txt", _DECLARATION)
    _write(folder / "bag-info.txt", "".join(f"{name}: {_one_line(value)}\n" for name, value in described.items()))
    _write(folder / "manifest-sha256.txt", _manifest(folder, payload))
    tags = sorted(path for path in folder.iterdir() if path.is_file())
    _write(folder / "tagmanifest-sha256.txt", _manifest(folder, tags))


def _manifest(folder: Path, files: list[Path]) -> str:
    lines = []
    for path in files:
        name = _SPECIAL.sub(lambda sign: _ESCAPED[sign[0]], path.relative_to(folder).as_posix())
        lines.append(f"{sha256_of(path)}  {name}\n")
    return "".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
