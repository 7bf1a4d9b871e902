"""Puts the repository on the path, so that every folder of tests can import `tests.builders`."""
