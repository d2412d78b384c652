"""What linkbot costs: figures for people to read and compare, never a test that fails."""
