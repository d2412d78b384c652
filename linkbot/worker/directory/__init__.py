"""The list of the council's own complaints: read from exports and reports, kept fresh, never in the way of mail."""
