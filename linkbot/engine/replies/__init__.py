"""Answers by reply: what a person's mail says to linkbot's numbered questions. Reads only; acting is the worker's."""
