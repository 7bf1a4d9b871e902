"""A person's own log-in: proving who one is at school, and saying that somebody else used it."""
