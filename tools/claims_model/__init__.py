"""The making of the claims' models from reference annotation."""
