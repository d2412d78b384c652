"""The recipes of CONTRIBUTING.md, carried out."""
