"""The two kinds of adapter that reach people: a contact register, and a message gateway.

The promise: a register is asked for the persons it was asked about and answers for no
others; a gateway is handed one short text for one telephone. Neither keeps anything.
"""

import re
from abc import abstractmethod
from typing import final

from handover.kit.adapter import Adapter, only_our_errors
from handover.kit.errors import Permanent
from handover.kit.types import MOST_CONTACTS, Accepted, ContactRequest, Contacts, ShortMessage

_PHONE = re.compile(r"\+?[0-9]{8,15}")
_LONGEST = 480
"""Characters of a text: three text messages at most."""


class ContactRegister(Adapter):
    """Base of contact registers: who may be written to digitally, and where."""

    @abstractmethod
    def _look_up(self, request: ContactRequest) -> Contacts:
        """What the register says today. Somebody it does not know is left out of the answer."""

    @final
    def look_up(self, request: ContactRequest) -> Contacts:
        """The answer, about the persons asked for and nobody else.

        Raises AdapterError and nothing else.
        """
        with only_our_errors():
            if not 0 < len(request.numbers) <= MOST_CONTACTS:
                raise Permanent("FOR_STORT")
            answer = self._look_up(request)
            if not isinstance(answer, Contacts):
                raise Permanent("UGYLDIG_SVAR")
            said = [one.number for one in answer.people]
            if len(said) != len(set(said)) or not set(said) <= set(request.numbers):
                raise Permanent("FEIL_PERSON")
            return answer


class Messenger(Adapter):
    """Base of message gateways."""

    @abstractmethod
    def _send(self, message: ShortMessage) -> Accepted:
        """Hands the text over, and returns when the gateway has taken it on.

        A repeat the gateway recognises raises Duplicate. A telephone that cannot be
        reached raises Permanent("UKJENT_MOTTAKER").
        """

    @final
    def send(self, message: ShortMessage) -> Accepted:
        """The gateway's answer. Raises AdapterError and nothing else."""
        with only_our_errors():
            if not _PHONE.fullmatch(message.phone):
                raise Permanent("UKJENT_MOTTAKER")
            if not 0 < len(message.text) <= _LONGEST:
                raise Permanent("FOR_STORT")
            answer = self._send(message)
            if not isinstance(answer, Accepted):
                raise Permanent("UGYLDIG_SVAR")
            return answer
