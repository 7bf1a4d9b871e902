"""The tests. A package, so that every folder can share `tests.builders`."""
