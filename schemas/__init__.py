"""The shared information model as files."""
