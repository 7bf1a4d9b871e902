"""Why a token or its issuer was not believed: a code for the log, never a person."""

from handover.errors import HandoverError


class Untrusted(HandoverError):
    """What was said does not hold. `code` says which rule, and no more."""

    def __init__(self, code: str) -> None:
        super().__init__("Innloggingen ble ikke godtatt.", code)


class Silent(HandoverError):
    """The issuer does not answer, or not in a way that can be used. Trying later may help."""

    def __init__(self, code: str) -> None:
        super().__init__("Innloggingstjenesten svarer ikke som den skal.", code)
