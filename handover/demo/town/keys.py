"""Keys and certificates of the demo: made at first start, in no repository and no wheel (S23)."""

import secrets
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from handover.demo.town.plan import NodePlan
from handover.seal import demo_ca
from handover.seal.demo_ca import DemoCa, Holder


def make(root: Path, plans: list[NodePlan], now: datetime) -> None:
    """A demo CA, and for each node: signing, one receiving pair per unit, data, cookie, log-in.

    Made once, at the first start; a folder that has its keys keeps them.
    """
    if (root / "trust" / "demo-ca.pem").exists():
        return
    ca = demo_ca.create(serial=_serial(), now=now)
    trust = root / "trust"
    trust.mkdir(parents=True, exist_ok=True)
    (trust / "demo-ca.pem").write_bytes(demo_ca.certificate_pem(ca.certificate))
    for plan in plans:
        _node(plan, ca, now)


def _node(plan: NodePlan, ca: DemoCa, now: datetime) -> None:
    keys = plan.folder / "keys"
    holder = Holder(plan.organisation.number, plan.organisation.name, plan.id)
    demo_ca.save(keys, "signing", ca.issue_signing(holder, serial=_serial(), now=now))
    for unit in plan.receiving:
        owner = Holder(plan.organisation.number, plan.organisation.name, unit.id)
        pair = ca.issue_receiving(owner, serial=_serial(), now=now)
        demo_ca.save(keys / "receiving", unit.id, pair)
    secret(keys / "master.key", secrets.token_bytes(32))
    secret(keys / "evidence.key", secrets.token_bytes(32))
    secret(keys / "cookie.key", secrets.token_bytes(32))
    secret(keys / "feide.secret", secrets.token_urlsafe(24).encode())
    secret(keys / "login.key", demo_ca.key_pem(
        rsa.generate_private_key(public_exponent=65537, key_size=2048)))


def secret(path: Path, data: bytes) -> None:
    """Writes a file only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(data)


def _serial() -> int:
    return secrets.randbits(120)
