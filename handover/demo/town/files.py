"""The settings and directory files of every node, in the form a real installation has them."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from handover.demo.town.keys import secret
from handover.demo.town.plan import COUNTY, NodePlan, Ports
from handover.kit.registry import adapter_hash, locate

VERSIONS = {"pifu": "1.0", "ppt": "1.0", "opplasting": "1.0", "node": "1.0", "krr": "1.0",
            "sms": "1.0"}
SCHOOL_YEAR = "2026/2027"
RESOURCE = "urn:altinn:resource:overgang-demo"
"""What somebody must be able to act for to log in with Ansattporten."""
SCOPE = "overgang:node"
"""What a node asks Maskinporten for, and wants of whoever calls."""


def write(root: Path, plans: list[NodePlan], ports: Ports, profile: str,
          tokens: Mapping[str, str]) -> None:
    """`node.toml` and `directory.toml` for each node, and copies of the others' certificates."""
    for plan in plans:
        _directory(plan, plans)
        _settings(root, plan, plans, ports, profile, tokens)


def _directory(plan: NodePlan, plans: list[NodePlan]) -> None:
    lines = []
    for other in plans:
        # A node sends to the others; a receiver only to senders.
        if other.kind == plan.kind:
            continue
        for unit in other.receiving:
            folder = plan.folder / "certificates"
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(other.folder / "keys" / "receiving" / f"{unit.id}.pem",
                        folder / f"{unit.id}.pem")
            lines += ["[[enhet]]", *_pairs({
                "id": unit.id, "navn": unit.name, "type": unit.type,
                "organisasjonsnummer": other.organisation.number, "adresse": other.address,
                "sertifikat": f"certificates/{unit.id}.pem", "rute": "node",
                "fylke": other.organisation.number}), ""]
    (plan.folder / "directory.toml").write_text("\n".join(lines), encoding="utf-8")


def _settings(root: Path, plan: NodePlan, plans: list[NodePlan], ports: Ports, profile: str,
              tokens: Mapping[str, str]) -> None:
    keys = plan.folder / "keys"
    county = next(one for one in plans if one.id == COUNTY).organisation.number
    sections: dict[str, Mapping[str, object]] = {
        "node": {
            "kind": plan.kind, "name": plan.organisation.name,
            "organisation": plan.organisation.number, "address": plan.address,
            "host": "127.0.0.1", "port": plan.port,
            "database": f"sqlite:///{plan.folder / 'node.db'}", "demo": True,
            "profile": profile, "school_year": SCHOOL_YEAR,
            "county": county if plan.kind == "kommune" else plan.organisation.number,
            "clock_file": str(root / "clock")},
        "keys": {
            "master": str(keys / "master.key"), "signing_key": str(keys / "signing.key"),
            "signing_certificate": str(keys / "signing.pem"),
            "receiving": str(keys / "receiving"), "trust": str(root / "trust"),
            "cookie": str(keys / "cookie.key"),
            "evidence": str(keys / "evidence.key")},
        "files": {"policy": "", "directory": str(plan.folder / "directory.toml")},
    }
    sections |= _logins(plan, ports)
    if plan.kind == "kommune":
        sections |= _sources(plan, ports, tokens)
        sections |= _telling(plan, ports, tokens)
    sections["recipients.node"] = _adapter("recipient", "node", "")
    text = "\n".join("\n".join([f"[{name}]", *_pairs(values), ""])
                     for name, values in sections.items())
    (plan.folder / "node.toml").write_text(text, encoding="utf-8")


def _logins(plan: NodePlan, ports: Ports) -> dict[str, Mapping[str, object]]:
    """Families log in at the kommune only; staff at both. Nodes know each other by Maskinporten."""
    keys, issuer = plan.folder / "keys", f"http://127.0.0.1:{ports.provider}"
    client: dict[str, object] = {"client_id": f"overgang-{plan.id}"}
    signs = client | {"client_key": str(keys / "login.key")}
    made: dict[str, Mapping[str, object]] = {
        "login.feide": client | {
            "issuer": f"{issuer}/feide", "client_secret_file": str(keys / "feide.secret"),
            "scope": "openid profile userid-feide userid-nin groups",
            "groups": f"{issuer}/feide/groups"},
        "login.ansattporten": signs | {"issuer": f"{issuer}/ansattporten", "resource": RESOURCE},
        "maskinporten": signs | {"issuer": f"{issuer}/maskinporten", "scope": SCOPE,
                                 "accepts": SCOPE}}
    if plan.kind == "kommune":
        made["login.idporten"] = signs | {"issuer": f"{issuer}/idporten"}
    return made


def _sources(plan: NodePlan, ports: Ports,
             tokens: Mapping[str, str]) -> dict[str, Mapping[str, object]]:
    made: dict[str, Mapping[str, object]] = {
        "sources.opplasting": _adapter("source", "opplasting", "")}
    for name, port in (("pifu", ports.school), ("ppt", ports.ppt)):
        token = plan.folder / "keys" / f"{name}.token"
        secret(token, tokens[name].encode())
        made[f"sources.{name}"] = _adapter("source", name, f"http://127.0.0.1:{port}") | {
            "token_file": str(token)}
    return made


def _telling(plan: NodePlan, ports: Ports,
             tokens: Mapping[str, str]) -> dict[str, Mapping[str, object]]:
    """How people are reached: only the kommune writes to families."""
    made: dict[str, Mapping[str, object]] = {
        "mail": {"host": "127.0.0.1", "port": ports.mail, "tls": "none",
                 "sender": "ikke-svar@nordvik.example"},
        "notices": {"hours": "07.30 15.30", "sender": "Nordvik"},
        # The register is asked with a token from Maskinporten, so it has no file of its own.
        "contacts.krr": _adapter("contacts", "krr", f"http://127.0.0.1:{ports.register}")}
    token = plan.folder / "keys" / "sms.token"
    secret(token, tokens["sms"].encode())
    made["messages.sms"] = _adapter("messages", "sms", f"http://127.0.0.1:{ports.texts}") | {
        "token_file": str(token)}
    return made


def _adapter(kind: str, name: str, origin: str) -> dict[str, object]:
    return {"adapter": name, "version": VERSIONS[name],
            "sha256": adapter_hash(locate(kind, name)), "origin": origin}


def _pairs(values: Mapping[str, object]) -> list[str]:
    """TOML lines; a JSON string is a TOML basic string."""
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
