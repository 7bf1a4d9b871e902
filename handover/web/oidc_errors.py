"""Why a log-in did not happen, for the log; people all meet the same page."""

from handover.errors import HandoverError


class LoginRefused(HandoverError):
    """The answer cannot be trusted, or leads to nobody here. `code` says which, and no more."""

    def __init__(self, code: str) -> None:
        super().__init__("Innloggingen ble ikke godtatt.", code)


class ProviderSilent(HandoverError):
    """The provider does not answer, or not in a way that can be used. Trying later may help."""

    def __init__(self, code: str) -> None:
        super().__init__("Innloggingstjenesten svarer ikke som den skal.", code)
