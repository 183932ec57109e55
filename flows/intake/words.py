"""Whose words are published: the sidecar's word first, else that of `dataset.toml`, else those with a licence."""

from collections.abc import Iterable, Iterator

from flows.records import Refusal, Sidecar, Source


def with_default(sources: Iterable[Source | Refusal], default: bool | None) -> Iterator[Source | Refusal]:
    """Yield the sources, each told whether its words are published; `default` is what `dataset.toml` says."""
    for source in sources:
        if isinstance(source, Source):
            yield source._replace(sidecar=source.sidecar._replace(redistribute=is_published(source.sidecar, default)))
        else:
            yield source


def is_published(sidecar: Sidecar, default: bool | None) -> bool:
    """Return whether a text's words are published: where nobody says so, only those of a text with a licence."""
    if sidecar.redistribute is not None:
        return sidecar.redistribute
    return sidecar.licence is not None if default is None else default


def unsaid(sources: Iterable[Source], default: bool | None) -> list[str]:
    """Return the paths of texts whose words are left out because nobody says that they may be published."""
    return [
        source.source_path
        for source in sources
        if default is None
        and not source.sidecar_unread
        and source.sidecar.redistribute is None
        and source.sidecar.licence is None
    ]
