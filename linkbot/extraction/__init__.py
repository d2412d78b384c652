"""Floor 4: letters out of PDF, DOCX and other attachments, in a killable child process."""
