"""Answers as text: lines for programs, tables for people."""
