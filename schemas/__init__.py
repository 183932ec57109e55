"""The tables of a release: one module each, the one home of a column's name, type, meaning, unit and bounds.

What is generated from them stands in arrow.py (Arrow schemas and the metadata of Parquet files), keys.py (keys
and references), dictionary.py (the `columns` table and DuckDB's comments) and codebook.py (CODEBOOK.md).
"""
