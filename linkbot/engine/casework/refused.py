"""An act that makes no sense as things stand. Nothing else stands here, so that everybody may raise it."""


class Refused(Exception):
    """The message says why and what to do."""
