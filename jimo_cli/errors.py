"""Everything that can go wrong in a way a user can mend, and the exit code of each."""

FOUND = 0
NOTHING_FOUND = 1
USAGE = 2
FACTS_BROKEN = 3
INTERRUPTED = 130

_SHOWN = 60


def quoted(said: str) -> str:
    """Return what a user said as a message quotes it: what is long is cut."""
    return repr(said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…")


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
    """Nothing answers to what was asked."""

    exit_code = NOTHING_FOUND


class UsageError(JimoError):
    """What was asked cannot be understood as it stands."""


class AmbiguousError(UsageError):
    """What was asked names two things equally well."""


class OutputError(JimoError):
    """The answer could not be written where it was to go."""


class StoreDamagedError(Exception):
    """The index holds something else than what was written; commands rebuild it and begin again."""
