"""What a letter is, by evidence, and which service it concerns."""
