"""`jimo cite`."""

from __future__ import annotations

from jimo_cli import resolve
from jimo_cli.cite import DEFAULT_STYLE, STYLES
from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import NOTHING_FOUND, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


SPEC = spec.Command(
    "Cite the source of facts.\n\n"
    "The reference of each work once, and what is cited of it: figure, period, place, where it stands, and the sha256"
    " of the text.",
    ("jimo cite marine.gross-product", "jimo cite marine.gross-product --quote"),
    arguments=(spec.Parameter("ids", "Ids of facts and series.", "ID", completion="id", many=True, required=True),),
    options=(
        spec.Parameter("style", "How references are written. [default: gb-t-7714, in English apa]", choices=[*STYLES]),
        spec.Parameter("quote", "Print a sentence for each fact, with its source in brackets."),
        spec.FACTS,
        spec.LANG,
    ),
)


def run(session: Session, *, ids: Sequence[str], style: str | None = None, quote: bool = False) -> Answer:
    """Return the references, or the sentences; a wrong id is reported and costs no other fact."""
    if quote and style:
        raise UsageError("--quote writes no reference", "omit --style or --quote")
    from jimo_cli.cite import references  # noqa: PLC0415
    from jimo_cli.store.cited_facts import cited_works, quotes  # noqa: PLC0415  # completion reads only the SPEC

    store, lang = session.store, session.language
    known, errors = resolve.any_ids(store, ids)
    style = style or DEFAULT_STYLE[lang]
    text = quotes(store, known, lang) if quote else references(cited_works(store, known), style, lang) if known else ()
    return Answer(
        text=text,
        found=not errors,
        notes=[str(error) for error in errors],
        failure=max((error.exit_code for error in errors), default=NOTHING_FOUND),
    )
