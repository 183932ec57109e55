"""A release in the formats of others: CSV and JSON Lines (`text_files.py`), Stata (`stata.py`), and claims as W3C Web
Annotations (`web_annotation.py`).

Each exporter takes a connection with the release's tables and an empty folder, and fills it.
"""
