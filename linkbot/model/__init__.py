"""Floor 1: the nouns. Frozen dataclasses and enums; standard library only, no behaviour beyond simple views."""
