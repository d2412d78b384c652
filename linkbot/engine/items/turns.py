"""Turns of phrase by which sentences of a decision hang together: what goes on, refers back, dates or introduces.

Patterns only; what follows from them is decided where lists and sentences are read.
"""

from __future__ import annotations

import re

PRONOUN = re.compile(
    r"\s*(?:it|this|these|that(?!\s+(?:within|the|by|in)\b)|they|the\s+(?:review|apology|letter|inspection"
    r"|payment|money|plan|report|training|quote|action\s+plan|meeting|survey|update|total))\b",
    re.IGNORECASE,
)
ALSO = re.compile(  # "It will also apologise" is another deed, not more about the first
    r"\W*(?:it|they)\s+(?:(?:must|will|should|shall|is\s+to|are\s+to|needs?\s+to|ha(?:s|ve)\s+agreed)\s+(?:also"
    r"|further|in\s+addition)"
    r"|(?:also|further)\s+(?:must|will|should|shall|needs?|agree[sd]?|has))\b",
    re.IGNORECASE,
)
REFERS_BACK = re.compile(
    r"\b(?:recommends?|suggests?|encourages?)\s+(?:this|these|it)\b(?!\s+(?:landlord|council|authority|service))"
    r"|\b(?:should|must|shall|will|to)\s+do\s+(?:so|this|that)\b",
    re.IGNORECASE,
)
# What it finds out by the deed before is to be told to us: the same deed, and its date.
REPORTS_BACK = re.compile(
    r"^\W*(?:they|it|this|the\s+(?:two\s+)?(?:councils?|landlord|authority|association))\s+(?:\w+\s+){1,2}?(?:report|tell|inform)\s+"
    r"(?:back\s+|on\s+|us\s+|me\s+)*(?:to\s+(?:us|me|the\s+ombudsman)\b|(?:of\s+|on\s+|about\s+|with\s+)*(?:its|their|the)\s+(?:findings?|outcomes?|results?)\b"
    r"|(?:what|how)\s+it\b)",
    re.IGNORECASE,
)
MAY = re.compile(r"\b(?:may|can|should|must|will|shall|is\s+to|are\s+to)\b", re.IGNORECASE)
WE = re.compile(
    r"\b(?:we|i|you|he|she|(?:the\s+)?(?:resident|complainant|ombudsman)|M(?:r|rs|s|iss)\.?\s+\w+|finding"
    r"|determination)\s+(?:\w+ly\s+)?"
    r"(?:must|shall|should|will|has\s+to|is\s+to|needs\s+to)\b",
    re.IGNORECASE,
)
DUE_LINE = re.compile(
    r"\W*(?:due|deadline|by|no\s+later\s+than|to\s+be\s+(?:completed|done)|timescale|when|target|completion"
    r"|complete\s+by|date)\b",
    re.IGNORECASE,
)
FOLLOWS = re.compile(r"\b(?:following|below|these\s+(?:orders|actions|steps|things)|as\s+follows)\b", re.IGNORECASE)
DATED = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]{2}|\d[/.]\d{1,2}[/.]\d")
TIMED = re.compile(r"\b(?:by|before|until)\s+(?:\w+\s+)?\d|\bwithin\b|\bno\s+later\s+than\b", re.IGNORECASE)
WORTH = re.compile(r"£\s*\d|\bby\s+\d|\bwithin\b", re.IGNORECASE)
