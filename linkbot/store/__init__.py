"""Floor 4: the register. SQLModel stays in here: rows in, frozen values out."""
