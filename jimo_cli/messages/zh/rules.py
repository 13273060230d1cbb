"""The rules."""

RULES: dict[str, tuple[str, str]] = {}
