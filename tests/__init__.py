"""Tests, one folder a room. Every folder is a package, so that two rooms may use the same file name."""
