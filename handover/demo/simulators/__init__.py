"""Stand-ins for the systems of a kommune, speaking their real wire formats over HTTP.

The promise: no line is shared with the adapters they test, not even a constant, since two
sides with one misunderstanding agree. Each refusal says which reference it follows.
"""
