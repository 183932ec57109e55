"""The topics' weights: the words that speak for each topic, and what they are worth, learned from coded claims."""
