"""The pages of the school's people: rådgiver, rektor and school owner."""
