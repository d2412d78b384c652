"""Octets to letters: parsing, text of HTML, quoted and forwarded segments, which letter may act."""
