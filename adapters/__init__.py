"""Vendor code: one folder per system, each importing only handover.kit."""
