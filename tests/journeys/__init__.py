"""Cases told as conversations over days, on the real worker with sandbox adapters."""
