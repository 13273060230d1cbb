"""A cited work, and a figure in it, as a reference: one module a style."""
