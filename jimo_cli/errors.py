"""Everything that can go wrong in a way a user can fix, and the exit code of each."""

FOUND = 0
NOTHING_FOUND = 1
USAGE = 2
FACTS_BROKEN = 3
INTERRUPTED = 130

_LONGEST_QUOTED = 60  # of what a user typed, enough to recognise it; an error stays one line


def quoted(text: str) -> str:
    """Return text in quotes for a message, shortened if it is long."""
    return repr(text if len(text) <= _LONGEST_QUOTED else f"{text[:_LONGEST_QUOTED]}…")


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


class OutputError(JimoError):
    """The output could not be written."""


class StoreDamagedError(Exception):
    """The index holds something other than what was written to it."""
