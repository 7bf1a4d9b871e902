"""Telling people that there is something to log in for: what, to whom, when, and how."""
