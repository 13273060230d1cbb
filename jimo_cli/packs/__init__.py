"""Fact files: found, read, and loaded into facts and problems."""
