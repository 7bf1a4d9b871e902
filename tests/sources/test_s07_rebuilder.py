"""S7, S26: attachments are rebuilt in a process of their own, whoever sent them."""

import hashlib
import socket
import struct
import threading
from pathlib import Path

import pytest

from handover.demo.cast.paper import one_page
from handover.errors import BadInput, Misconfigured
from handover.kit.types import Attachment, PersonFacts, PupilRef
from handover.sources import inert
from handover.sources.inert import Rebuilder
from handover.sources.scanner import Scanner, find

PDF = one_page("Vurdering", "PPT", ["Maja leser."])
AMINA = PupilRef("fodselsnummer", "20914695016", "Amina", "Warsame", "2011-09-19")


def named(data: bytes) -> tuple[dict[str, object], Attachment]:
    digest = hashlib.sha256(data).hexdigest()
    return ({"fil": f"vedlegg/{digest}.pdf", "sha256": digest, "lengde": len(data),
             "medietype": "application/pdf", "tittel": "Vurdering"},
            Attachment(digest, "application/pdf", "Vurdering", data))


def test_s07_what_an_adapter_sent_is_renamed_after_its_new_bytes() -> None:
    tree, file = named(PDF)
    with Rebuilder() as rebuilder:
        facts, findings = rebuilder.person(PersonFacts(
            AMINA, {"iop": {"vedlegg": [tree]}, "tilpasning": {"sammendrag": "x"}}, (file,)))
        text = rebuilder.texts[facts.attachments[0].sha256]
    (made,) = facts.attachments
    assert findings == []
    assert made.sha256 == hashlib.sha256(made.data).hexdigest() != file.sha256
    assert facts.facts["iop"]["vedlegg"] == [
        {**tree, "fil": f"vedlegg/{made.sha256}.pdf", "sha256": made.sha256,
         "lengde": len(made.data)}]
    assert text == "Vurdering\nPPT\nMaja leser."


def test_a_document_that_cannot_be_rebuilt_stops_its_own_part_and_no_other() -> None:
    good, broken = named(PDF), named(b"%PDF-1.4 broken %%EOF")
    with Rebuilder() as rebuilder:
        facts, findings = rebuilder.person(PersonFacts(
            AMINA, {"iop": {"vedlegg": [broken[0]]}, "sakkyndig": {"vedlegg": [good[0]]}},
            (good[1], broken[1])))
    assert set(facts.facts) == {"sakkyndig"}
    assert [one.code for one in findings] == ["PDF_NOT_PDF"]


def test_no_process_is_started_for_facts_without_attachments(monkeypatch) -> None:
    monkeypatch.setattr(inert, "_COMMAND", ("/does/not/exist",))
    with Rebuilder() as rebuilder:
        rebuilder.person(PersonFacts(AMINA, {"tilpasning": {"sammendrag": "x"}}))


@pytest.mark.parametrize("program", [
    "import sys; sys.exit(1)", "import time; time.sleep(60)",
    "import os; os.write(1, b'\\xff\\xff\\xff\\xff')",
    "import os; os.write(1, b'\\0\\0\\0\\2{}')"])
def test_s26_a_process_that_dies_hangs_or_talks_nonsense_is_a_refusal(
        monkeypatch, program: str) -> None:
    monkeypatch.setattr(inert, "_COMMAND", (inert._COMMAND[0], "-c", program))
    monkeypatch.setattr(inert, "SECONDS", 1.0)
    with Rebuilder() as rebuilder, pytest.raises(BadInput) as caught:
        rebuilder.rebuild(PDF)
    assert caught.value.code == "ATTACHMENT_UNCHECKED"


class Clamd:
    """A scanner that keeps what it is sent and answers as it is told."""

    def __init__(self, folder: Path, answer: bytes) -> None:
        self.address, self.answer, self.seen = str(folder / "clamd.ctl"), answer, b""
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._door.bind(self.address)
        self._door.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        line, _ = self._door.accept()
        with line, line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", stream.read(4))[0]:
                self.seen += stream.read(length)
            line.sendall(self.answer)

    def close(self) -> None:
        self._thread.join(5)
        self._door.close()


@pytest.mark.parametrize(("answer", "code"), [
    (b"stream: OK\0", ""), (b"stream: Eicar-Test FOUND\0", "VIRUS_FOUND"),
    (b"INSTREAM size limit exceeded. ERROR\0", "SCANNER_AWAY"), (b"", "SCANNER_AWAY")])
def test_s07_the_scanner_is_asked_and_its_answer_counts(tmp_path, answer, code) -> None:
    clamd = Clamd(tmp_path, answer)
    try:
        if not code:
            Scanner(clamd.address).check(PDF)
        else:
            with pytest.raises(BadInput) as caught:
                Scanner(clamd.address).check(PDF)
            assert caught.value.code == code
    finally:
        clamd.close()
    assert clamd.seen == PDF


def test_a_scanner_that_is_set_up_and_away_lets_nothing_through(tmp_path) -> None:
    with Rebuilder(find(str(tmp_path / "gone.ctl"))) as rebuilder, \
            pytest.raises(BadInput) as caught:
        rebuilder.rebuild(PDF)
    assert caught.value.code == "SCANNER_AWAY"


def test_the_usual_place_counts_only_when_a_socket_is_there(tmp_path) -> None:
    assert find("", str(tmp_path / "nothing")) is None
    clamd = socket.socket(socket.AF_UNIX)
    clamd.bind(str(tmp_path / "clamd.ctl"))
    assert find("", str(tmp_path / "clamd.ctl")) == Scanner(str(tmp_path / "clamd.ctl"))
    clamd.close()
    assert find("tcp:127.0.0.1:3310") == Scanner("tcp:127.0.0.1:3310")
    with pytest.raises(Misconfigured):
        find("localhost")
