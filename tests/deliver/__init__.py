"""Station 6, on both databases, against receivers served over HTTP."""
