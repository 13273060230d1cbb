"""A cited work in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.output.console import printable

if TYPE_CHECKING:
    from typing import Any


def citation(csl: dict[str, Any], lang: str) -> str:
    """Return a work as it is cited: authors, title, container, day; only what the source gives."""
    zh = lang == "zh"
    authors = ("、" if zh else ", ").join(filter(None, map(_full_name, _authors(csl.get("author")))))
    title = f"《{csl['title']}》" if zh else f"“{csl['title']}”"
    rest = [str(csl[key]) for key in ("container-title", "publisher", "issued", "URL") if csl.get(key)]
    return printable(("，" if zh else ", ").join(filter(None, (authors, title, *rest))))


def _authors(authors: object) -> list[Any]:
    return authors if isinstance(authors, list) else [] if authors is None else [authors]


def _full_name(author: object) -> str:
    """A CSL name: `literal`, or `family` and `given`, in Chinese without a space between."""
    if not isinstance(author, dict):
        return str(author)
    if "literal" in author:
        return str(author["literal"])
    family, given = str(author.get("family", "")), str(author.get("given", ""))
    return f"{given} {family}".strip() if family.isascii() else family + given
