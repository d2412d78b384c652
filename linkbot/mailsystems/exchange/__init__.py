"""What every way into a mailbox of Exchange has in common, whichever protocol is spoken to it."""
