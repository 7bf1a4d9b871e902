"""Nothing that comes from a person begins a new header of a mail (ASVS 1.3.11, S27)."""

from datetime import UTC, datetime

import pytest

from handover.kit.errors import Permanent
from handover.tell import mailer
from handover.tell.config import MailSettings

AT = datetime(2027, 5, 4, 8, 0, tzinfo=UTC)
SETTINGS = MailSettings(host="post.example", port=25, sender="overgang@nordvik.example")


@pytest.mark.parametrize("inserted", ["\r\nBcc: andre@ond.example", "\nSubject: Nytt", "\rX: y"])
@pytest.mark.parametrize("field", ["to", "subject"])
def test_asvs_no_header_can_be_put_into_a_mail(inserted: str, field: str) -> None:
    words = {"to": "mor@hjemme.example", "subject": "Du har en melding fra skolen"}
    words[field] += inserted
    with pytest.raises(Permanent) as caught:
        mailer._message(SETTINGS, mailer.Letter("1", text="x", at=AT, **words))
    assert "ond.example" not in str(caught.value)


def test_asvs_an_honest_mail_is_built_with_one_receiver() -> None:
    made = mailer._message(SETTINGS, mailer.Letter("1", "mor@hjemme.example", "Melding", "x", AT))
    assert made["To"] == "mor@hjemme.example"
    assert made["Bcc"] is None
