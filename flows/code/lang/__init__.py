"""Languages: a folder each, whose tables are all that a language needs to be coded; none of it is in Python."""
