"""Floor 4: mail systems. One file each, no knowledge of one another."""
