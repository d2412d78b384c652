"""Evidence from services: what came, for which task, what follows; no mail is parsed here and nothing is stored."""
