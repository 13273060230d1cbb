"""Everything that can go wrong in a way a user can mend, and the exit code of each."""

FOUND = 0
NOTHING_FOUND = 1
USAGE = 2
FACTS_BROKEN = 3
INTERRUPTED = 130

_QUOTED = 60
_LONGEST = 500


def quoted(value: object) -> str:
    """Return a value as a message quotes it: a text in quotes, anything else as Python prints it, shortened."""
    if isinstance(value, str):
        return repr(shortened(value, _QUOTED))
    try:
        return shortened(str(value), _QUOTED)
    except ValueError:  # Python prints no integer of more than some thousand digits
        return "too large a number"


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text as far as a person reads it, with … where it is cut: a key may be a megabyte long."""
    return text if len(text) <= longest else f"{text[:longest]}…"


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
