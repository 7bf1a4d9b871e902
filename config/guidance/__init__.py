"""Advice that stands beside a decision, as data: cards, and the steps of the school year."""
