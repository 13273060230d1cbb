"""Rows × columns × format → text: `columns` says what, `text` for programs, `tables` for people."""
