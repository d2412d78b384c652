"""Tests of the house itself: floors, purity, sizes, names, documents."""
