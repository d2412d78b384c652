"""Floor 4: rules/ and templates/ compiled to values, every fault at once with file and line."""
