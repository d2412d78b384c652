"""How like two descriptions of a person are: names, postcodes, streets; and which complaint a letter is about."""
