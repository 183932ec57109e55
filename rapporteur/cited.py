"""A question to a release with its answer, to be cited, and proved later: release, SQL and the rows' hash."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

FORMAT = 1


class QueryCitation(NamedTuple):
    """What was asked of which release, and what came out; the order of the rows does not count."""

    version: str
    release_sha256: str
    sql: str
    columns: tuple[str, ...]
    rows: int
    result_sha256: str

    def to_json(self) -> str:
        """Return it as JSON, which `from_json` reads."""
        return json.dumps({"format": FORMAT, **self._asdict()}, ensure_ascii=False, indent=2) + "\n"


def from_json(content: str | bytes) -> QueryCitation:
    """Return a citation that was written as JSON; raises ValueError for anything else."""
    try:
        found = json.loads(content)
        if found.pop("format") != FORMAT:
            raise ValueError("another format than this version knows")
        cited = QueryCitation(**found)
        texts = (cited.version, cited.release_sha256, cited.sql, cited.result_sha256, *cited.columns)
        if not all(isinstance(text, str) for text in texts) or not isinstance(cited.rows, int):
            raise ValueError("values of other types")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is no citation of a query: {error}") from None
    return cited._replace(columns=tuple(cited.columns))


def cite_answer(
    version: str, release_sha256: str, sql: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> QueryCitation:
    """Return the citation of an answer. Decimals count to twelve digits: sums of them depend on the order of adding."""
    lines = sorted(json.dumps([_plain(value) for value in row], ensure_ascii=False) for row in rows)
    digest = hashlib.sha256(json.dumps(list(columns), ensure_ascii=False).encode())
    for line in lines:
        digest.update(b"\n" + line.encode())
    return QueryCitation(version, release_sha256, sql, tuple(columns), len(lines), digest.hexdigest())


def differences(cited: QueryCitation, found: QueryCitation) -> list[str]:
    """Return how an answer differs from the one that was cited, a line each; none where it is proved."""
    told = []
    if found.release_sha256 != cited.release_sha256:
        told.append(f"release {cited.version} has SHA-256 {found.release_sha256}, cited is {cited.release_sha256}")
    if found.columns != cited.columns:
        told.append(f"its columns are {', '.join(found.columns)}, cited are {', '.join(cited.columns)}")
    if found.rows != cited.rows:
        told.append(f"it has {found.rows} rows, cited are {cited.rows}")
    elif not told and found.result_sha256 != cited.result_sha256:
        told.append("its rows are others than those that were cited")
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return value if value is None or isinstance(value, bool | int | str) else str(value)
