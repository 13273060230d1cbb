"""Exact decimals: moving the point, and writing a number in plain digits."""

from decimal import Decimal


def shifted(value: Decimal, places: int) -> Decimal:
    """Return value × 10^places with the decimal point moved and no digit lost at any length.

    Raises TypeError for what is not a finite number.
    """
    sign, digits, _ = value.as_tuple()
    exponent = last_place(value) + places
    moved = Decimal((sign, digits, exponent))
    return moved if exponent <= 0 else Decimal(format(moved, "f"))


def last_place(value: Decimal) -> int:
    """Return the power of ten of the last digit: -1 for 7.5. Raises TypeError for what is not a finite number."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        message = f"{value} is not a finite number"
        raise TypeError(message)
    return exponent


def plain(value: Decimal) -> str:
    """Return the number in plain digits, never with an exponent."""
    return format(value, "f")
