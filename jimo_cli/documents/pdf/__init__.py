"""PDF files with a text layer as a person reads them: paragraphs, headings and rows, found by where words stand.

The parts, in the order in which a file passes through them: `library` takes the words off the pages, `edges`
leaves out what repeats at the top and bottom of them, `order` makes lines in the order of reading, with `columns` and
`grid` for what stands beside each other, and `blocks` makes paragraphs and rows of the lines.
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
    pages: list[order.Rows] = []
    for page in library.pages(path, data, MOST_PAGES):
        pages.append(order.rows(page))
        builder.skipped.update(page.skipped)
        builder.skipped["page without text"] += not page.runs and page.skipped["picture"] > 0
    if not any(page.rows or page.tables for page in pages):
        hint = "recognise its text first (OCR), or name a file that has text"
        raise UsageError(f"{quoted(path)} has no text: its pages are scanned, or empty", hint)
    builder.skipped["page head or foot"] += edges.leave_out(pages)
    blocks.build(builder, [order.lines(page) for page in pages])
    return builder.document(path)
