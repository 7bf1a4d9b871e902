"""Overgang: carries a pupil safely from ungdomsskole to videregående."""

__version__ = "0.1.0"
