"""The vocabularies `sdg` and `unbis`, from the keywords that files of the United Nations carry."""
