"""How much is read of a file that could unpack to anything."""

MOST_XML = 2 * 2**30
"""Bytes that the parts of a workbook may unpack to."""

MOST_RATIO = 250
"""How many times its size a workbook may unpack to; sheets of equal rows have some 100."""

SMALL_XML = 64 * 2**20
"""Bytes that a workbook of any size may unpack to."""

MOST_ROWS = 2**20
"""The rows of a sheet."""

MOST_CELLS = 2 * 10**7
"""Cells that may come of repeating some, and those of a page."""

SPLIT = "save the sheet that is needed as CSV"


def most_xml(size: int) -> int:
    """Return how many bytes a workbook of so many may unpack to."""
    return min(MOST_XML, max(SMALL_XML, MOST_RATIO * size))
