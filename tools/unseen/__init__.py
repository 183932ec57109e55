"""The making of all figures on text that nobody who wrote rules had seen; `__main__.py` tells how."""
