"""A release in the formats of others.

CSV and JSON Lines (`text_files.py`), Stata (`stata.py`), claims as W3C Web Annotations (`web_annotation.py`), and
statements with their claims marked as web pages (`web_page.py`, `templates/`).

Each exporter takes a connection with the release's tables and an empty folder, and fills it.
"""
