"""The demo without a browser: the clock steps through the school year, everybody does their part."""
