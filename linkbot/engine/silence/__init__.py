"""Whether linkbot itself has fallen silent, as values: what is wrong since when, and which alarm begins or ends."""
