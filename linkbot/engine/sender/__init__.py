"""Whether a message is genuine, and the gates every message passes."""
