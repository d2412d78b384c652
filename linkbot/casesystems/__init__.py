"""Floor 4: case systems behind the CaseSystem port."""
