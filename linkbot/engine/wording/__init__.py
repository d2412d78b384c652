"""Composed words and octets: mails, drafts, invitations, rows of the spreadsheet."""
