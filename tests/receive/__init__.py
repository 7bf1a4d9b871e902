"""Station 7: what comes in, believed only after its signature has verified."""
