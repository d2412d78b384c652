"""What a person does: one function each, shared by command line, reply and page."""
