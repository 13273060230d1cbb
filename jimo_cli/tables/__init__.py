"""Files of rows, of every type, as sheets of cells that hold what a person sees."""
