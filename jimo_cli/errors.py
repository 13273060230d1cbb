"""Everything that can go wrong in a way a user can fix, and the exit code of each."""

from __future__ import annotations

FOUND = 0
NOTHING_FOUND = 1
USAGE = 2
FACTS_BROKEN = 3
INTERRUPTED = 130

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED = 60
_LISTED = 100
_LONGEST = 500


def quoted(value: object) -> str:
    """Return a value as a message quotes it: a text in quotes, anything else as Python prints it, shortened."""
    if isinstance(value, str):
        return repr(shortened(value, _QUOTED))
    try:
        return shortened(str(value), _QUOTED)
    except ValueError:  # Python prints no integer of more than some thousand digits
        return "too large a number"
    except RecursionError:
        return "nested too deeply"


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text as far as a person reads it, with … where it is cut: a key may be a megabyte long."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def listed(
    names: Sequence[str], most: int = 10, between: str = ", ", *, others: int = 0, is_least: bool = False
) -> str:
    """Return names as a message lists them: the first, shortened, and how many more there are; a base may have many.

    `others` is how many there are behind these names, with `is_least` at least.
    """
    shown = between.join(shortened(name, _LISTED) for name in names[:most])
    link = " and " if between == ", " else between
    more = max(0, len(names) - most) + others
    return f"{shown}{link}{'at least ' if is_least else ''}{more} more" if more else shown


class JimoError(Exception):
    """What is wrong, and in `hint` what to do next; `exit_code` is how the process ends."""

    exit_code = USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class NotFoundError(JimoError):
    """No fact or topic matches."""

    exit_code = NOTHING_FOUND


class BrokenFactsError(JimoError):
    """No fact matches, but some fact files could not be read."""

    exit_code = FACTS_BROKEN


class UsageError(JimoError):
    """The arguments are invalid."""


class AmbiguousError(UsageError):
    """A name matches two things equally well."""


class CatalogUseError(JimoError):
    """A catalog was used after it was closed, or by another thread than the one that made it."""


class OutputError(JimoError):
    """The output could not be written."""


class StoreDamagedError(Exception):
    """The index holds something other than what was written to it; commands rebuild it and begin again."""
