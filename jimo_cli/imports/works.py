"""The cited works beside a fact file: the key of the one that is imported, and its entry in sources.toml."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.imports import slugs, toml_text
from jimo_cli.packs import schema
from jimo_cli.packs.table import SLUG
from jimo_cli.packs.values import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from jimo_cli.imports.drafts import Draft
    from jimo_cli.model import Source


class Work(NamedTuple):
    """A cited work: its key, its variables, whether it has to be added, and what there is to tell of it."""

    key: str
    csl: Mapping[str, Any]
    is_new: bool
    notes: tuple[str, ...]


def work_of(draft: Draft, known: Mapping[str, Source]) -> Work:
    """Return the work of a draft: a known one where its text or its title is the same, else a new one."""
    title = _title(draft)
    for key, source in known.items():
        if draft.sha256 and source.csl.get("sha256") == draft.sha256:
            return Work(key, source.csl, is_new=False, notes=())
    for key, source in known.items():
        if source.csl.get("title") == title and not _differs(key, source, draft):
            return Work(key, source.csl, is_new=False, notes=_of_another_version(key, source, draft))
    csl, notes = _variables({**draft.source, "title": title, **({"sha256": draft.sha256} if draft.sha256 else {})})
    [made] = slugs.distinct([slugs.Named(title, period=_year(csl))], known)
    key = draft.key if SLUG.fullmatch(draft.key) and draft.key not in known else made
    return Work(key, csl, is_new=True, notes=notes)


def _differs(key: str, source: Source, draft: Draft) -> bool:
    """Whether a work with the title of another one is not that: the volumes of a yearbook have one title.

    This is only known where the draft says what the work was called; where it says its title alone, by that.
    """
    given = draft.source if draft.key else {}
    if draft.key and not {*given} - {"title"}:
        return key != draft.key
    return any(source.csl[key] != value for key, value in given.items() if key in source.csl and key != "sha256")


def _title(draft: Draft) -> str:
    """The title of the source, else the label of the topic: the first that a source may have."""
    for title in (draft.source.get("title"), draft.topic_label):
        with suppress(WrongValueError):
            return str(schema.SOURCE_KEYS["title"].read(title))
    return os.path.basename(draft.path) or draft.path


def _of_another_version(key: str, source: Source, draft: Draft) -> tuple[str, ...]:
    known = source.csl.get("sha256")
    if known is None or not draft.sha256:
        return ()
    return (f"sources.toml has {key} with another sha256: {draft.path} is {draft.sha256}",)


def _variables(given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The variables that a source may have, in their usual order, and what of the others is to be told."""
    csl: dict[str, Any] = {}
    notes: list[str] = []
    for key in sorted(given, key=[*schema.SOURCE_KEYS, *given].index):
        try:
            if key not in schema.SOURCE_KEYS:
                notes.append(f"the source has {key}, which sources.toml does not know")
            elif given[key] is not None:
                schema.SOURCE_KEYS[key].read(given[key])
                csl[key] = given[key]
        except WrongValueError as error:
            notes.append(f"{key} of the source {error.message}")
    return csl, tuple(notes)


def _year(csl: Mapping[str, Any]) -> str | None:
    """The year of issue, which tells works of one title apart."""
    issued = csl.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    return str(parts[0][0]) if parts and parts[0] else None


def entry(work: Work) -> str:
    """Return the entry of a work in sources.toml."""
    return "\n".join([*toml_text.table((work.key,), work.csl, schema.SOURCE_KEYS, {}), ""])


def with_entry(text: str, work: Work) -> str:
    """Return the text of sources.toml with a work added behind; what it has stays as it is."""
    if not text.strip():
        return text + entry(work)
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}\n{entry(work)}"
