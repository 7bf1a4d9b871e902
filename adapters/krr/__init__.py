"""Contact register: Digdir's Kontakt- og reservasjonsregisteret (KRR), REST version 2."""

from adapters.krr.register import KrrRegister

__all__ = ["KrrRegister"]
