"""Whose case: references, the complainant, the date of the letter, findings."""
