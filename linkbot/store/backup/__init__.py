"""Copies of the register with its octets: taken while the worker works, kept by a rule, put back with care."""
