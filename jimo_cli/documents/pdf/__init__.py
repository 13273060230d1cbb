"""PDF files with a text layer as a person reads them: paragraphs, headings and rows, found by where words stand.

The parts, in the order in which a file passes through them: `library` takes the words off the pages, `order` puts
them into lines in the order of reading, `edges` leaves out what repeats at the top and bottom, `blocks` makes
paragraphs of the lines.
"""

from jimo_cli.documents.builder import Builder
from jimo_cli.documents.document import Document
from jimo_cli.documents.pdf import blocks, edges, library, order
from jimo_cli.errors import UsageError, quoted

MOST_PAGES = 5000
"""Pages of the largest file that is read."""


def read(path: str, data: bytes) -> Document:
    """Return the document that a PDF file is; raises UsageError where it is none, is encrypted, or has no text."""
    builder = Builder()
    found: list[order.Page] = []
    for page in library.pages(path, data, MOST_PAGES):
        lines = order.lines(page)
        found.append(lines)
        for noun, count in page.skipped.items():
            builder.skipped[noun] += count
        if not lines.regions and page.skipped["picture"]:
            builder.skipped["page without text"] += 1
    if not any(page.regions for page in found):
        hint = "recognise its text first (OCR), or name a file that has text"
        raise UsageError(f"{quoted(path)} has no text: its pages are scanned, or empty", hint)
    builder.skipped["page head or foot"] += edges.leave_out(found)
    blocks.build(builder, found)
    return builder.document(path)
