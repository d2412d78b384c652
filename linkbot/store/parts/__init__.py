"""The calls of a transaction, one file a theme; `transaction.py` puts them together."""
