"""`CHANGELOG.md`: what each release changed, the newest first; carried on from release to release."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.publish.differing import KINDS
from flows.publish.manifest import Imprint
from flows.publish.markdown import code, escaped
from flows.publish.releases import Release
from flows.publish.tally import Tally
from flows.publish.versions import FIRST_PUBLIC, Step, is_public

CHANGELOG = "CHANGELOG.md"
_SHOWN = 20  # names in one line
_ENTRY = "\n## "  # what each entry begins with, and nothing before the first
_HEAD = """\
# Changelog

What each release changed since the one before, in numbers of rows. A row is added, removed, changed (a value is
another) or moved (only its place is another). `changes.parquet` leads from each removed claim to what took its place;
`rapporteur diff A B` shows every row.
"""
# What a release is made from beside the raw files, as its manifest names it; anything else there is a library.
_MADE_BY = {
    name: name for name in ("code", "rules", "schema", "views", "codebook", "vocabularies", "own rules", "words")
}
_MADE_BY |= {"gold": "reference annotation", "dataset.toml": "`dataset.toml`"}


def read_changelog(folder: Path) -> str:
    """Return the changelog of the release in a folder; "" where it was published without one."""
    path = folder / CHANGELOG
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def changelog(entries: Sequence[str], before: str) -> str:
    """Return the changelog with new entries, the newest first, above those of the changelog `before`."""
    _, found, carried = before.partition(_ENTRY)
    return _HEAD + "".join(_ENTRY + entry for entry in entries) + found + carried


def newest_entry(text: str) -> str:
    """Return the newest entry of a changelog, without its heading's mark."""
    return text.split(_ENTRY)[1].strip()


def first_entry(imprint: Imprint, rows: Mapping[str, int], refusals: Sequence[str] = ()) -> str:
    """Return the entry of a release that none stands before.

    `rows` are those of each table, `refusals` from `refused`.
    """
    counted = ", ".join(f"{rows[name]} {name}" for name in ("documents", "statements", "claims"))
    lines = "".join(["\n" * bool(refusals), *(f"- {line}\n" for line in refusals)])
    return f"{imprint.version} ({imprint.date})\n\nNothing stands before it. {counted}.\n{lines}"


def next_entry(imprint: Imprint, step: Step, since: Tally, made_from: Sequence[str]) -> str:
    """Return the entry of a release that differs from the one before as `since` says.

    `made_from`: from `changed_origin`.
    """
    assert imprint.previous is not None
    lines = [f"{imprint.version} ({imprint.date})", ""]
    if imprint.version == FIRST_PUBLIC:
        lines += ["The first public release: it is never written again, and the numbers say what changed.", ""]
    why = f" ({step.name})" if is_public(imprint.previous["version"]) else ""
    claims = {**since.rows.get("claims", dict.fromkeys(KINDS, 0))}
    claims["recoded"] = claims.pop("changed")
    told = ", ".join(f"{n} {kind}" for kind, n in claims.items() if n) or "none that differs"
    lines += [f"Since {imprint.previous['version']}{why}. Claims: {told}.", "", *_counts(since)]
    lines += [f"- {line}" for line in (*_columns(since), *made_from)]
    return "\n".join(lines).rstrip("\n") + "\n"


def withdrawn_entry(release: Release) -> str:
    """Return the entry of a release that was withdrawn, in the place of its own."""
    return f"{release.version} ({release.date}), withdrawn\n\n{release.withdrawn}\n"


def changed_origin(
    raw_before: Sequence[Mapping[str, Any]],
    raw_now: Sequence[Mapping[str, Any]],
    made_by_before: Mapping[str, str],
    made_by_now: Mapping[str, str],
) -> list[str]:
    """Return what differs in what two releases were made from, a line each.

    Raw files and fingerprints as in manifests.
    """
    before, now = ({str(entry["path"]): entry for entry in entries} for entries in (raw_before, raw_now))
    lines = [
        *_files("added", {path: "" for path in now if path not in before}),
        *_files("removed", {path: "" for path in before if path not in now}),
        *_files("changed", {path: what for path in now if path in before and (what := _what(before[path], now[path]))}),
    ]
    names = [
        name for name in sorted({*made_by_before, *made_by_now}) if made_by_before.get(name) != made_by_now.get(name)
    ]
    if made := [_MADE_BY[name] for name in _MADE_BY if name in names]:
        lines.append(f"changed: {', '.join(made)}")
    for name in names:
        if name not in _MADE_BY:
            lines.append(f"library {name}: {made_by_before.get(name, 'none')} -> {made_by_now.get(name, 'none')}")
    return lines


def refused(raw: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line for each reason why a raw file stands in quarantine; `raw` as in manifests."""
    return [
        f"refused: {code(str(entry['path']))}: {escaped(reason)}"
        for entry in raw
        for reason in entry["quarantine"] or ()
    ]


def kept(stale: Collection[str]) -> list[str]:
    """Return a line with the documents whose last rows are kept, as their raw file was refused; none of none."""
    if not stale:
        return []
    return [f"kept as last read ({len(stale)}): {', '.join(code(name) for name in sorted(stale))}"]


def _counts(since: Tally) -> Iterator[str]:
    differing = {table: counted for table, counted in since.rows.items() if any(counted.values())}
    if differing:
        yield f"| table | {' | '.join(KINDS)} |"
        yield f"|---|{'--:|' * len(KINDS)}"
        for table, counted in differing.items():
            yield f"| {table} | {' | '.join(str(counted[kind]) for kind in KINDS)} |"
        yield ""


def _columns(since: Tally) -> Iterator[str]:
    for what, names in (("new", since.gained), ("dropped", since.lost), ("of another type", since.retyped)):
        for name in names:
            yield f"{'column' if '.' in name else 'table'} {what}: `{name}`"


def _files(how: str, files: Mapping[str, str]) -> Iterator[str]:
    if files:
        shown = [f"{code(path)}{f' ({what})' if what else ''}" for path, what in list(files.items())[:_SHOWN]]
        more = [f"and {len(files) - _SHOWN} more"] * (len(files) > _SHOWN)
        yield f"raw files {how} ({len(files)}): {', '.join([*shown, *more])}"


def _what(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return what of a raw file differs; "" where nothing does."""
    parts = {"sha256": "text", "sidecar_sha256": "sidecar", "corrections_sha256": "corrections"}
    return ", ".join(name for part, name in parts.items() if before[part] != now[part])
