"""How our own complaints stood against the ombudsmen's Codes. Pure: dates in, dates and sentences out."""
