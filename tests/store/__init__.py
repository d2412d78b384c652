"""The store: what every database behind it must keep to (`contract/`), and what is SQLite's and the disk's own."""
