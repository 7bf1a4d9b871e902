"""A recipient: carries one sealed message to one receiving unit.

A vendor writes `info`, `_check` and `_deliver`; `deliver` and `check` belong to the house.
The adapter never opens what it carries, and never judges a receipt.
"""

import hashlib
from abc import abstractmethod
from typing import final

from handover.kit.adapter import Adapter, only_our_errors
from handover.kit.errors import Permanent
from handover.kit.types import Accepted, Envelope


class RecipientAdapter(Adapter):
    """Base of all recipients."""

    @abstractmethod
    def _deliver(self, envelope: Envelope) -> Accepted:
        """Hands over these very bytes and returns when the receiver has stored them.

        A repeat the receiver recognises raises Duplicate, with the receipt when one came.
        """

    @final
    def deliver(self, envelope: Envelope) -> Accepted:
        """The receiver's answer. Raises AdapterError and nothing else.

        An envelope whose bytes are not those it names is never handed over.
        """
        with only_our_errors():
            if hashlib.sha256(envelope.data).hexdigest() != envelope.sha256:
                raise Permanent("UGYLDIG_KONVOLUTT")
            answer = self._deliver(envelope)
            if not isinstance(answer, Accepted):
                raise Permanent("UGYLDIG_SVAR")
            return answer
