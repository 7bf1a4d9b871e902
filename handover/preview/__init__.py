"""Station 3: reads the very part bytes back as something a person can read."""
