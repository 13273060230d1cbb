"""A series as a chart: lines of text for a terminal, SVG for a page."""
