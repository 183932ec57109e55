"""Reading what Rapporteur publishes, with DuckDB and Arrow only."""
