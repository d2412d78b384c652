"""Floor 2: the verbs. Pure functions over the nouns: no clock, file, network, database or randomness."""
