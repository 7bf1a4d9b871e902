"""Words in ten languages: what is said, in which language, and whether anybody has checked it."""
