"""What has gone out by mail and text in the demo, with the invented people it went to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from handover.demo.cast import Cast
from handover.demo.simulators.mail import MailStore
from handover.demo.simulators.sms import TextStore
from handover.ports import OSLO


@dataclass(frozen=True)
class Outgoing:
    """One message, as the demo's page shows it."""

    when: str
    who: str
    how: str
    text: str


def outgoing(cast: Cast, mail: MailStore, texts: TextStore) -> list[Outgoing]:
    """Newest first."""
    found = [*_letters(cast, mail), *_texts(cast, texts)]
    return [made for _at, made in sorted(found, key=lambda one: one[0], reverse=True)]


def _letters(cast: Cast, mail: MailStore) -> Iterator[tuple[datetime, Outgoing]]:
    names = {one.email: one.name for one in cast.persons().values() if one.email}
    for letter in mail.letters:
        at = letter.at
        for address in letter.to:
            yield at, Outgoing(_words(at), names.get(address, address), f"E-post til {address}",
                               f"{letter.subject}\n\n{letter.text}")


def _texts(cast: Cast, texts: TextStore) -> Iterator[tuple[datetime, Outgoing]]:
    names = {"+47" + one.phone.replace(" ", ""): one.name
             for one in cast.persons().values() if one.phone}
    for text in texts.texts:
        yield text.at, Outgoing(_words(text.at), names.get(text.phone, text.phone),
                                f"SMS til {text.phone} fra {text.sender}", text.text)


def _words(at: datetime) -> str:
    return f"{at.astimezone(OSLO):%d.%m.%Y kl. %H.%M}"
