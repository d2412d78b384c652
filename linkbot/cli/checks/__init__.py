"""The checks of `linkbot doctor`, one idea a file. Each looks, says what it saw, and changes nothing."""
