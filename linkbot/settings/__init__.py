"""Floor 4: linkbot.toml read into frozen values, every fault at once with file and line."""
