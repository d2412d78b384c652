"""How far linkbot's readings of a kind have earned trust, and what follows from it. Counts only; nothing is asked."""
