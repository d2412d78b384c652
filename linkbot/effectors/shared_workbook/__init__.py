"""The spreadsheet that people keep themselves: linkbot fills columns of its own in it and leaves all else as it was."""
