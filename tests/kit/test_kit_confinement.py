"""S26, S28: what an adapter's process can reach. Each test runs a vendor's code for real."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from acme_vendor import QUICK, REQUEST
from pytest_httpserver import HTTPServer

from handover.kit import Permanent
from handover.kit.process import AdapterProcess, AdapterSpec

Acme = Callable[..., AdapterSpec]


def told(spec: AdapterSpec) -> str:
    """What the vendor's code found out, carried home as a fact."""
    with AdapterProcess(spec, QUICK) as process:
        (person,) = process.collect(REQUEST)
        return str(person.facts["tilpasning"]["sammendrag"])


def stopped(spec: AdapterSpec) -> None:
    """The adapter is stopped and nothing it says is used."""
    with AdapterProcess(spec, QUICK) as process:
        with pytest.raises(Permanent) as caught:
            process.collect(REQUEST)
        assert caught.value.reason_code == "ADAPTER_STENGT"


def test_s26_a_quiet_adapter_answers(acme: Acme) -> None:
    assert told(acme()) == "rolig"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', {port}))",
        "import socket; s = socket.socket(); s.connect(('127.0.0.1', {port}))",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/')",
        "import socket; socket.getaddrinfo('hemmelig.example.no', 443)",
    ],
)
def test_s26_no_other_port_can_be_reached(acme: Acme, httpserver: HTTPServer, attempt: str) -> None:
    other = socket.socket()
    other.bind(("127.0.0.1", 0))
    other.listen()
    other.settimeout(0.2)
    spec = acme(httpserver.url_for("").rstrip("/"), do=attempt.format(port=other.getsockname()[1]))
    stopped(spec)
    with pytest.raises(TimeoutError):
        other.accept()
    other.close()


def test_s26_catching_the_refusal_does_not_help(acme: Acme) -> None:
    stopped(
        acme(
            do="import socket\n"
            "try: socket.create_connection(('127.0.0.1', 9))\n"
            "except Exception: found['text'] = 'late som ingenting'"
        )
    )


def test_s26_the_configured_origin_can_be_reached(acme: Acme, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hei").respond_with_data("hallo")
    spec = acme(
        httpserver.url_for("").rstrip("/"),
        do="found['text'] = self.http.get('/hei').body.decode()",
    )
    assert told(spec) == "hallo"


def test_s26_the_environment_is_empty(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVERGANG_NOKKEL", "svaert-hemmelig")
    seen = told(acme(do="import os; found['text'] = sorted(os.environ)"))
    assert "OVERGANG_NOKKEL" not in seen
    assert "PATH" not in seen


def test_s26_the_hosts_environment_cannot_be_read_from_the_system(acme: Acme) -> None:
    spec = acme(
        do="import os\n"
        "try: found['text'] = open(f'/proc/{os.getppid()}/environ').read()\n"
        "except OSError: found['text'] = 'nei'"
    )
    assert told(spec) == "nei"


def test_s26_no_open_file_of_the_host_follows_along(acme: Acme, tmp_path: Path) -> None:
    with (tmp_path / "base.db").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        spec = acme(
            do="import os\n"
            "def there(n):\n"
            "    try: return os.fstat(n).st_size >= 0 and n\n"
            "    except OSError: return False\n"
            "import stat\n"
            "found['text'] = [n for n in range(64) if there(n) and "
            "stat.S_ISREG(os.fstat(n).st_mode)]"
        )
        assert told(spec) == "[]"


def test_s26_a_file_of_the_host_cannot_be_read(acme: Acme, tmp_path: Path) -> None:
    secret = tmp_path / "nokkel.pem"
    secret.write_text("svaert-hemmelig")
    spec = acme(
        do=f"try: found['text'] = open({str(secret)!r}).read()\n"
        "except OSError: found['text'] = 'nei'"
    )
    assert told(spec) == "nei"


def test_s26_a_folder_of_the_host_cannot_be_listed(acme: Acme, tmp_path: Path) -> None:
    spec = acme(
        do=f"import os\ntry: found['text'] = os.listdir({str(tmp_path)!r})\n"
        "except OSError: found['text'] = 'nei'"
    )
    assert told(spec) == "nei"


@pytest.mark.parametrize(
    "attempt",
    [
        "open({path!r}, 'w')",
        "import os; os.open({path!r}, os.O_CREAT | os.O_WRONLY)",
        "import pathlib; pathlib.Path({path!r}).touch()",
        "import os; os.mkdir({path!r})",
    ],
)
def test_s26_nothing_can_be_written(acme: Acme, tmp_path: Path, attempt: str) -> None:
    target = tmp_path / "spor"
    stopped(acme(do=attempt.format(path=str(target))))
    assert not target.exists()


@pytest.mark.parametrize(
    "attempt",
    [
        "import subprocess; subprocess.run(['/usr/bin/touch', {path!r}])",
        "import os; os.system('touch ' + {path!r})",
        "import os; os.posix_spawn('/usr/bin/touch', ['touch', {path!r}], {{}})",
        "import os; os.execv('/usr/bin/touch', ['touch', {path!r}])",
        "import os; os.fork()",
        "import _posixsubprocess; _posixsubprocess.fork_exec()",
        "import subprocess; subprocess._fork_exec()",
        "import multiprocessing; multiprocessing.get_context('fork').Process().start()",
        "import pty; pty.fork()",
        "import os, signal; os.kill(os.getppid(), signal.SIGTERM)",
    ],
)
def test_s26_no_process_can_be_started_or_ended(acme: Acme, tmp_path: Path, attempt: str) -> None:
    target = tmp_path / "spor"
    stopped(acme(do=attempt.format(path=str(target))))
    assert not target.exists()


@pytest.mark.parametrize(
    "attempt",
    [
        "import ctypes",
        "import _ctypes",
        "import sqlite3; sqlite3.connect({path!r})",
        "import socket; socket.socket().bind(('127.0.0.1', 0))",
    ],
)
def test_s26_what_reaches_past_the_fence_cannot_be_had(
    acme: Acme, tmp_path: Path, attempt: str
) -> None:
    target = tmp_path / "spor"
    with AdapterProcess(acme(do=attempt.format(path=str(target))), QUICK) as process:
        with pytest.raises(Permanent) as caught:
            process.collect(REQUEST)
        assert caught.value.reason_code == "ADAPTER_FEIL"
    assert not target.exists()


def test_s26_what_a_vendor_prints_goes_nowhere(
    acme: Acme, capfd: pytest.CaptureFixture[str]
) -> None:
    spec = acme(do="import sys; print('x' * 99); print(request, file=sys.stderr)")
    assert told(spec) == "rolig"
    assert capfd.readouterr() == ("", "")
