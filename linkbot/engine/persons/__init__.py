"""Finding a person in texts: for whoever asks what is held about them."""
