"""Tests of the words: catalogues, languages, plain language."""
