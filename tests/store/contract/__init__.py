"""What a store must keep to whatever database it stands on: another one joins in `backends.py`, no test changes."""
