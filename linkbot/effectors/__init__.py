"""Floor 4: one file per way of doing something to the outside."""
