"""iCasework (Civica Case Management) over its HTTP interface; loaded only where it is configured."""
