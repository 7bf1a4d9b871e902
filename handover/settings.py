"""What one node is told when it starts: a TOML file, read once into frozen values.

Unknown and missing keys are refused with a sentence naming the key. Secrets are
files named here, never values in the file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from handover.errors import Misconfigured
from handover.tell import config as telling
from handover.tell.config import MailSettings, NoticeSettings


@dataclass(frozen=True)
class NodeSettings:
    """What this node is."""

    kind: str
    """kommune | fylke"""
    name: str
    organisation: str
    """Organisation number, nine digits."""
    address: str
    """Public address, for example https://overgang.nordvik.kommune.no"""
    host: str
    port: int
    database: str
    """SQLAlchemy address, for example sqlite:////var/lib/overgang/node.db"""
    demo: bool = False
    profile: str = "streng"
    """streng | opplaeringslova"""
    school_year: str = "2026/2027"
    language: str = "nb"
    """nb | nn: the målform pages are in for whoever has chosen nothing."""
    county: str = ""
    """Organisation number of the county whose admissions and PPT a kommune's pupils belong to."""
    clock_file: str = ""
    """Demo only: a file with the demo's time. Refused in production (S23)."""
    data_dir: str = ""
    proxy: str = ""
    """Address of the proxy in front. Only it may say whose call it passes on (X-Forwarded-For)."""
    scanner: str = ""
    """clamd: the path of its socket, or tcp:host:port. Empty: the usual place, if it is there."""


@dataclass(frozen=True)
class KeySettings:
    """Files with keys. Only their owner may read them."""

    master: str
    signing_key: str
    signing_certificate: str
    receiving: str
    """Folder with <unit>.key and <unit>.pem, one pair per receiving unit."""
    trust: str
    """Folder with the roots that other nodes' certificates must lead to."""
    cookie: str
    evidence: str = ""
    """32 bytes that seal rows which carry authority (S25). Kept apart from the master key."""


@dataclass(frozen=True)
class FileSettings:
    """Where data the node is steered by lies."""

    policy: str
    directory: str
    labels: str = ""


@dataclass(frozen=True)
class LoginSettings:
    """One OIDC provider."""

    issuer: str
    client_id: str
    client_key: str = ""
    """File with the private key for private_key_jwt (ID-porten, Ansattporten)."""
    scope: str = "openid profile"
    client_secret_file: str = ""
    """File with the secret for client_secret_basic (Feide)."""
    client_secret_env: str = ""
    """Or the environment variable it stands in."""
    groups: str = ""
    """Feide: address of the groups of whoever logs in. When given, staff must be employees."""
    resource: str = ""
    """Ansattporten: the Altinn resource whose organisations a person may act for here."""


@dataclass(frozen=True)
class MaskinportenSettings:
    """Tokens between organisations. Without this section nodes know each other by seal alone."""

    issuer: str
    client_id: str = ""
    client_key: str = ""
    """File with the private key for the grants this node signs."""
    kid: str = ""
    """What Maskinporten calls that key; its thumbprint when empty."""
    scope: str = ""
    """Asked for when delivering to other nodes. Empty: no token is sent along."""
    accepts: str = ""
    """The scope a caller must have. Empty: the node's doors ask for no token."""
    audience: str = ""
    """What tokens for this node are made out to; the node's own address when empty."""
    suppliers: str = ""
    """Who may call on whose behalf: `consumer:supplier` organisation numbers with blanks between."""


@dataclass(frozen=True)
class AdapterSettings:
    """One adapter the node may load: nothing is loaded that is not named here (S26)."""

    adapter: str
    version: str
    sha256: str
    origin: str = ""
    token_file: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything in the file."""

    node: NodeSettings
    keys: KeySettings
    files: FileSettings
    login: Mapping[str, LoginSettings]
    sources: Mapping[str, AdapterSettings]
    recipients: Mapping[str, AdapterSettings]
    maskinporten: MaskinportenSettings | None = None
    contacts: Mapping[str, AdapterSettings] = field(default_factory=dict)
    """The contact register: one at most. Without it nobody is told anything."""
    messages: Mapping[str, AdapterSettings] = field(default_factory=dict)
    """The text message gateway: one at most."""
    mail: MailSettings | None = None
    notices: NoticeSettings = field(default_factory=NoticeSettings)

    @property
    def cookie_name(self) -> str:
        """Per node: cookies ignore ports, and two nodes may share a host."""
        return f"overgang_{self.node.kind}_{self.node.organisation}"


def load(path: Path) -> Settings:
    """Reads the file. Raises Misconfigured with a sentence naming file or key."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise Misconfigured(f"Fant ikke innstillingsfilen {path}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Misconfigured(f"Innstillingsfilen {path} er ikke gyldig TOML: {fault}") from fault
    return parse(data)


def parse(data: Mapping[str, Any]) -> Settings:
    """The settings in a parsed TOML document. Raises Misconfigured."""
    allowed = {"node", "keys", "files", "login", "sources", "recipients", "maskinporten",
               "contacts", "messages", "mail", "notices"}
    if unknown := sorted(set(data) - allowed):
        raise Misconfigured(f"Ukjent del «{unknown[0]}» i innstillingsfilen.")
    made = Settings(
        node=_section(NodeSettings, data, "node"),
        keys=_section(KeySettings, data, "keys"),
        files=_section(FileSettings, data, "files"),
        login=_sections(LoginSettings, data, "login"),
        sources=_sections(AdapterSettings, data, "sources"),
        recipients=_sections(AdapterSettings, data, "recipients"),
        maskinporten=_section(MaskinportenSettings, data, "maskinporten")
        if "maskinporten" in data else None,
        contacts=_sections(AdapterSettings, data, "contacts"),
        messages=_sections(AdapterSettings, data, "messages"),
        mail=_section(MailSettings, data, "mail") if "mail" in data else None,
        notices=_section(NoticeSettings, data, "notices") if "notices" in data
        else NoticeSettings(),
    )
    _check(made)
    return made


def _check(made: Settings) -> None:
    node = made.node
    if node.kind not in ("kommune", "fylke"):
        raise Misconfigured("«node.kind» må være kommune eller fylke.")
    if node.language not in ("nb", "nn"):
        raise Misconfigured("«node.language» må være nb eller nn.")
    if node.profile not in ("streng", "opplaeringslova"):
        raise Misconfigured("«node.profile» må være streng eller opplaeringslova.")
    telling.check(made.mail, made.notices, node.demo)
    if not node.demo:
        _check_production(made)


def _check_production(made: Settings) -> None:
    if made.node.clock_file:
        raise Misconfigured("«node.clock_file» kan bare brukes i demo. Fjern linjen.")
    if not made.node.address.startswith("https://"):
        raise Misconfigured("«node.address» må begynne med https:// når noden ikke er demo.")
    for name, login in made.login.items():
        if not login.issuer.startswith("https://"):
            raise Misconfigured(f"«login.{name}.issuer» må begynne med https://.")
    if made.maskinporten and not made.maskinporten.issuer.startswith("https://"):
        raise Misconfigured("«maskinporten.issuer» må begynne med https://.")


def _sections(kind: type[Any], data: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: _section(kind, data[name], key, f"{name}.") for key in data.get(name, {})}


def _section(kind: type[Any], data: Mapping[str, Any], name: str, prefix: str = "") -> Any:
    values = data.get(name)
    where = prefix + name
    if not isinstance(values, Mapping):
        raise Misconfigured(f"Innstillingsfilen mangler delen «[{where}]».")
    types = get_type_hints(kind)
    if unknown := sorted(set(values) - set(types)):
        raise Misconfigured(f"Ukjent nøkkel «{where}.{unknown[0]}» i innstillingsfilen.")
    for one in fields(kind):
        if one.name not in values:
            if one.default is one.default_factory:
                raise Misconfigured(f"Innstillingsfilen mangler «{where}.{one.name}».")
        elif not isinstance(values[one.name], types[one.name]):
            wanted = {"str": "tekst", "int": "et heltall", "bool": "true eller false"}
            raise Misconfigured(f"«{where}.{one.name}» må være "
                                f"{wanted[types[one.name].__name__]}.")
    return kind(**values)
