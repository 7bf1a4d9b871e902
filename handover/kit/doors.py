"""The doors an adapter reads foreign bytes through, under one roof (S27).

An adapter imports no parser of its own: `read_xml`, `read_json` and `check_pdf` raise
BadInput with a sentence, and the base classes turn that into Permanent.
"""

from handover.doors.json import Value as JsonValue
from handover.doors.json import read as read_json
from handover.doors.json import write as write_json
from handover.doors.pdf import check as check_pdf
from handover.doors.xml import Element, local_name, namespace_of
from handover.doors.xml import read as read_xml
from handover.errors import BadInput

__all__ = [
    "BadInput",
    "Element",
    "JsonValue",
    "check_pdf",
    "local_name",
    "namespace_of",
    "read_json",
    "read_xml",
    "write_json",
]
