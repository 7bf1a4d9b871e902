"""Station 4, on both databases."""
