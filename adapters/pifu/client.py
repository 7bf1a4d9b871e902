"""Fetches one school's export and opens it through the XML door.

The promise: the answer is a whole PIFU-IMS export of type `full`, or an AdapterError.
"""

import re

from handover.kit import CollectRequest, Permanent
from handover.kit.doors import Element, local_name, namespace_of, read_xml
from handover.kit.http import HttpClient

NAMESPACE = "http://pifu.no/xsd/pifu-ims_sas/pifu-ims_sas-v1"
LIMIT = 32 * 1024 * 1024
"""A kommune with fifteen thousand pupils and five years of marks stays below this."""

_HINT = re.compile(rb"""\s[\w.-]+:schemaLocation\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_HEAD = 8192


def fetch(http: HttpClient, path: str, request: CollectRequest) -> Element:
    """The export's root element. The school and the year stand in the query, never a person.

    Raises AdapterError; BadInput from the door when the bytes are no plain XML.
    """
    query = {"skole": request.school, "skolear": request.school_year}
    answer = http.get(path, query=query, accept=(404,))
    if answer.status == 404:
        raise Permanent("UKJENT_SKOLE")
    root = read_xml(_without_hint(answer.body), limit=LIMIT)
    if local_name(root) != "enterprise" or namespace_of(root) != NAMESPACE:
        raise Permanent("UGYLDIG_FORMAT")
    return root


def _without_hint(data: bytes) -> bytes:
    """Takes off `schemaLocation`, which the format's own examples carry and the door refuses.

    It is taken off unread: we know where our own reading of the format lies.
    """
    return _HINT.sub(b"", data[:_HEAD], count=1) + data[_HEAD:]
