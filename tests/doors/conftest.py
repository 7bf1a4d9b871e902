"""Lets the tests of this folder import what they share."""
