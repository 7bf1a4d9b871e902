"""What the tests of the kit share: a vendor's code, a pupil, and short limits."""

from handover.kit import CollectRequest, PupilRef
from handover.kit.process import Limits

QUICK = Limits(seconds=30.0, start_seconds=60.0)
KARI = PupilRef("fodselsnummer", "14831199999", "Kari", "Nordmann", "2011-03-14")
REQUEST = CollectRequest("k", "310000000", "2026/2027", KARI, ("tilpasning",))

ACME = '''
"""A vendor's adapter that runs what its settings say, to see what it can reach."""
from handover.kit import *

class Acme(SourceAdapter):
    def info(self):
        return Info("acme", "1.0", ("tilpasning",))

    def _check(self):
        exec(self.settings.get("check", ""), {"self": self})

    def _collect(self, request):
        found = {}
        exec(self.settings.get("do", ""), {"self": self, "found": found, "request": request})
        text = found.get("text", "rolig")
        facts = {"tilpasning": {"sammendrag": str(text)}}
        return Collected((PersonFacts(request.pupil, facts, (), "2027-05-04"),))
'''
