"""The one place that puts a node together: settings in, `House` out."""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from handover.deliver import directory
from handover.errors import Misconfigured
from handover.house import House
from handover.kit.process import AdapterSpec
from handover.parts import schema_set
from handover.ports import Clock, Random, SystemClock
from handover.preview import labels
from handover.rules import policy_file
from handover.rules.policy import Policy
from handover.seal import certificates, keyring
from handover.settings import AdapterSettings, Settings
from handover.store import birth
from handover.store.key_files import MasterFile, secret
from handover.store.rotation import open_vault
from handover.store.seals import opening
from handover.store.work import engine, work_factory
from handover.tokens.grant import Purse


def build(settings: Settings, *, clock: Clock | None = None,
          random: Random = os.urandom) -> House:
    """The node these settings describe, its database upgraded and checked.

    Raises Misconfigured with a sentence about what to mend. A clock of one's own is
    refused in production (S23).
    """
    if clock is not None and not settings.node.demo:
        raise Misconfigured("En annen klokke enn maskinens kan bare brukes i demo.")
    time = clock or SystemClock()
    made = engine(settings.node.database)
    birth.upgrade(made)
    keys = settings.keys
    evidence = secret(_path(keys.evidence, "keys.evidence"))
    work = work_factory(made, time, opening.open_book(made, evidence))
    birth.settle(work, settings.node, time)
    ring = keyring.load(Path(keys.signing_certificate), Path(keys.signing_key),
                        Path(keys.receiving))
    _no_demo_keys(settings, ring)
    return House(
        settings=settings, policy=read_policy(settings.files.policy), labels=labels.load_labels(),
        schemas=schema_set.load(), engine=made, work=work,
        vault=open_vault(made, MasterFile(_path(keys.master, "keys.master")), random),
        keys=ring,
        trust=certificates.load_trust(Path(keys.trust), demo_allowed=settings.node.demo),
        directory=directory.load(Path(settings.files.directory)), clock=time, random=random,
        sources=_specs("source", settings.sources),
        recipients=_specs("recipient", settings.recipients),
        contacts=_specs("contacts", settings.contacts),
        messages=_specs("messages", settings.messages),
        tokens=_purse(settings, time, random),
    )


def _purse(settings: Settings, clock: Clock, random: Random) -> Purse | None:
    """Tokens out, when the node is a client of Maskinporten."""
    said = settings.maskinporten
    if said is None or not said.client_id:
        return None
    return Purse(said, clock, random, settings.node.demo)


def read_policy(path: str = "") -> Policy:
    """The policy in the file, or the one that ships; its hash is that of the bytes read."""
    try:
        data = Path(path).read_bytes() if path else \
            files("config").joinpath("policy.toml").read_bytes()
        return policy_file.parse(tomllib.loads(data.decode()), hashlib.sha256(data).hexdigest())
    except OSError as fault:
        raise Misconfigured(f"Fant ikke policyfilen {path}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Misconfigured(f"Policyfilen {path} er ikke gyldig TOML: {fault}") from fault


def _no_demo_keys(settings: Settings, ring: keyring.Keyring) -> None:
    """Demo keys are known by the mark inside their certificates, wherever they lie (S23)."""
    held = [ring.signer.certificate, *(one.certificate for one in ring.receiving.values())]
    if not settings.node.demo and any(certificates.is_demo(one) for one in held):
        raise Misconfigured("En nøkkel er laget for demo og kan ikke brukes i produksjon.",
                            "DEMO_CERTIFICATE")


def _path(path: str, name: str) -> Path:
    if not path:
        raise Misconfigured(f"Innstillingsfilen mangler «{name}».", "KEY_FILE")
    return Path(path)


def _specs(kind: str, chosen: Mapping[str, AdapterSettings]) -> dict[str, AdapterSpec]:
    return {name: AdapterSpec(
        name=one.adapter, kind=kind, version=one.version, sha256=one.sha256,
        settings=_adapter_settings(one), origin=one.origin) for name, one in chosen.items()}


def _adapter_settings(one: AdapterSettings) -> dict[str, str]:
    if not one.token_file:
        return {}
    return {"token": keyring.private(Path(one.token_file)).read_text(encoding="utf-8").strip()}
