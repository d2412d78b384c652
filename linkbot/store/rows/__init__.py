"""Mappers between frozen values and rows, one file a theme; they compute nothing but search keys."""
