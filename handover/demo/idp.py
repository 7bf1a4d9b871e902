"""The log-in provider by itself: for whoever tries a node of their own against it.

The promise: keys and secrets are made anew in a folder of the caller's, nobody real can be
logged in as, and the settings printed fit the node as they stand.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from joserfc.jwk import RSAKey

from handover.demo import cast as people
from handover.demo import provider
from handover.demo.provider_modes import MODES, PEOPLE
from handover.demo.town import files, logins
from handover.demo.town.keys import secret
from handover.ports import Clock

CLIENT = "overgang-prove"


@dataclass(frozen=True)
class Asker:
    """The node that logs people in here."""

    address: str
    organisation: str
    folder: Path
    """Where its key and its secret lie, made when they are not there."""


def create_app(asker: Asker, clock: Clock, mode: str) -> Flask:
    """The provider with the demo's people, behaving as `mode` says."""
    keys = provider.Keys(_key(), _key())
    return provider.create_app(
        logins.people(people.load()), [_client(asker)], clock, os.urandom, keys.own,
        play=provider.Play(keys, MODES[mode]))


def settings(asker: Asker, address: str) -> list[str]:
    """The sections of the node's settings file that lead here, as lines of TOML."""
    key, word = str(asker.folder / "login.key"), str(asker.folder / "feide.secret")
    signs = {"client_id": CLIENT, "client_key": key}
    sections: Mapping[str, Mapping[str, str]] = {
        "login.idporten": signs | {"issuer": f"{address}/idporten"},
        "login.feide": {"client_id": CLIENT, "client_secret_file": word,
                        "issuer": f"{address}/feide", "groups": f"{address}/feide/groups"},
        "login.ansattporten": signs | {"issuer": f"{address}/ansattporten",
                                       "resource": files.RESOURCE},
        "maskinporten": signs | {"issuer": f"{address}/maskinporten", "scope": files.SCOPE,
                                 "accepts": files.SCOPE}}
    return [line for name, values in sections.items()
            for line in (f"[{name}]", *(f'{key} = "{value}"' for key, value in values.items()), "")]


def _client(asker: Asker) -> provider.DemoClient:
    key, word = asker.folder / "login.key", asker.folder / "feide.secret"
    if not key.exists():
        secret(key, _key().as_pem(private=True))
    if not word.exists():
        secret(word, secrets.token_urlsafe(24).encode())
    return provider.DemoClient(
        CLIENT, RSAKey.import_key(key.read_bytes()).as_pem(private=False),
        tuple(f"{asker.address.rstrip('/')}/logg-inn/{name}/svar" for name in PEOPLE),
        secret=word.read_text(), organisation=asker.organisation,
        scopes=(files.SCOPE, logins.KRR))


def _key() -> RSAKey:
    return RSAKey.generate_key(2048, auto_kid=True)
