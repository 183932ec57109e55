"""The structure model: its silver, its training and its scores (docs/model.md)."""
