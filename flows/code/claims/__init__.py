"""Claims: what a statement says, cut into claims and coded, by passes over columns."""
