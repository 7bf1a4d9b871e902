"""The demo's town: nodes, keys, directories and systems, laid out in one folder from the cast."""
