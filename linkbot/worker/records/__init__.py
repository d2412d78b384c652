"""What must be shown, kept or erased of a case: the case file, a person's data, retention."""
