"""Who may open what: every role at every address, held against the table of roles."""
