"""Tokens of others: what an issuer publishes, who we are to it, and who a caller is (S33).

The promise: nothing an issuer or a caller says is believed before its signature, issuer,
audience and time have held; and no fault carries a token, a claim or a person.
"""
