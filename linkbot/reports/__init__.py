"""Floor 5: one file per report; rows through the Store port in, a value out."""
