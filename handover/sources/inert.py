"""Attachments made inert before anybody hashes, keeps or reads them (S7).

The promise: what comes out of here is a PDF without anything that can act, link, hide or
tell who made it; the same bytes in give the same bytes out, so that collecting unchanged
data makes no new version. Whoever sent it, a vendor's adapter, a form or a pupil, it goes
through the same process of its own. A virus scanner is asked first where there is one.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from types import TracebackType
from typing import IO, Any, Self, cast

from handover.doors import pdf
from handover.doors.made import Made
from handover.errors import BadInput
from handover.kit import frames, wire
from handover.kit.doors import read_json
from handover.kit.types import Attachment, PersonFacts
from handover.rules.findings import Finding, error
from handover.sources.scanner import Scanner

PDF = "application/pdf"
SECONDS = 90.0
DOCUMENTS = 25
"""How many one process opens before a fresh one takes over, with its own time and memory."""
_ANSWER = 40 * 1024 * 1024
_COMMAND = (sys.executable, "-I", "-B", "-X", "utf8", "-m", "handover.sources.inert_child")


class Rebuilder:
    """A context manager around the process; nothing starts before the first attachment."""

    def __init__(self, scanner: Scanner | None = None) -> None:
        self._scanner = scanner
        self._process: subprocess.Popen[bytes] | None = None
        self._opened = 0
        self.texts: dict[str, str] = {}
        """The text layer of each document made here, by hash; empty for a scan."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stop()

    def rebuild(self, data: bytes) -> Made:
        """The attachment as it may be kept. Raises BadInput with a sentence (S7, S27)."""
        if self._scanner is not None:
            self._scanner.check(data)
        made = self._understood(self._asked(data))
        pdf.check(made.pdf, limit=len(made.pdf))
        self.texts[sha256(made.pdf).hexdigest()] = made.text
        return made

    def person(self, facts: PersonFacts) -> tuple[PersonFacts, list[Finding]]:
        """The same facts with every attachment rebuilt, and its name in the trees with it.

        A category whose attachment cannot be rebuilt is left out, with a finding.
        """
        made: dict[str, Attachment] = {}
        findings: dict[str, Finding] = {}
        for one in facts.attachments:
            try:
                made[one.sha256] = self._attachment(one)
            except BadInput as refused:
                findings[one.sha256] = error(refused.code, "", refused.text)
        kept = {name: _renamed(tree, made) for name, tree in facts.facts.items()
                if not findings.keys() & set(_named(tree))}
        return (replace(facts, facts=kept, attachments=tuple(made.values())),
                list(findings.values()))

    def _attachment(self, one: Attachment) -> Attachment:
        if one.sha256 in self.texts:
            return one
        data = self.rebuild(one.data).pdf
        return Attachment(sha256(data).hexdigest(), PDF, one.title, data)

    def _asked(self, data: bytes) -> Any:
        process = self._started()
        target, source = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        try:
            answer = frames.exchange(target, source, data, limit=_ANSWER, seconds=SECONDS)
            return read_json(answer, limit=_ANSWER, depth=8)
        except (frames.Late, frames.Closed, frames.Garbage, BadInput, OSError):
            # It ran out of memory or time, or was broken out of: nothing of it is used.
            self._stop()
            raise _too_much() from None

    def _understood(self, answer: Any) -> Made:
        if isinstance(answer, dict) and set(answer) == {"ok"}:
            return wire.unpack(Made, answer["ok"])
        if isinstance(answer, dict) and set(answer) == {"code", "text"}:
            raise BadInput(str(answer["text"]), str(answer["code"]))
        self._stop()
        raise _too_much()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None \
                or self._opened >= DOCUMENTS:
            self._stop()
            self._process, self._opened = _spawned(), 0
        self._opened += 1
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.kill()
        process.wait()


def _renamed(tree: Any, made: Mapping[str, Attachment]) -> Any:
    """The tree with new hash, name and length where an attachment is named."""
    if isinstance(tree, Mapping):
        file = made.get(str(tree.get("sha256", "")))
        if file is not None:
            return {**tree, "fil": f"vedlegg/{file.sha256}.pdf", "sha256": file.sha256,
                    "lengde": len(file.data), "medietype": PDF}
        return {name: _renamed(value, made) for name, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_renamed(value, made) for value in tree]
    return tree


def _named(tree: Any) -> list[str]:
    """The hashes of the attachments a tree names."""
    if isinstance(tree, Mapping):
        own = tree.get("sha256")
        return [*([own] if isinstance(own, str) else []),
                *(one for value in tree.values() for one in _named(value))]
    if isinstance(tree, list | tuple):
        return [one for value in tree for one in _named(value)]
    return []


def _spawned() -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own module
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        bufsize=0, close_fds=True, env={}, cwd="/", start_new_session=True)
    for pipe in (process.stdin, process.stdout):
        os.set_blocking(cast(IO[bytes], pipe).fileno(), False)
    return process


def _too_much() -> BadInput:
    return BadInput("Dokumentet kunne ikke kontrolleres. Skriv det ut til PDF på nytt, "
                    "og last opp den nye filen.", "ATTACHMENT_UNCHECKED")
