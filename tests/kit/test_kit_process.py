"""The host's end: whatever the child does, only the four errors come out, and it goes on."""

import hashlib
import importlib.util
import os
import py_compile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from acme_vendor import QUICK, REQUEST
from pytest_httpserver import HTTPServer

from handover.kit import (
    Duplicate,
    Envelope,
    Misconfigured,
    Permanent,
    Retryable,
)
from handover.kit.process import AdapterProcess, AdapterSpec, Limits
from handover.kit.registry import adapter_hash, locate

Acme = Callable[..., AdapterSpec]


def fails(spec: AdapterSpec, kind: type[Exception], limits: Limits = QUICK) -> Exception:
    with AdapterProcess(spec, limits) as process, pytest.raises(kind) as caught:
        process.collect(REQUEST)
    return caught.value


def test_one_process_answers_several_questions(acme: Acme) -> None:
    with AdapterProcess(acme(do="import os; found['text'] = os.getpid()"), QUICK) as process:
        assert process.collect(REQUEST) == process.collect(REQUEST)
        process.check()
        assert process.info.name == "acme"


def test_a_hanging_adapter_is_ended_in_time_and_asked_again_later(acme: Acme) -> None:
    started = time.monotonic()
    fails(acme(do="import time; time.sleep(60)"), Retryable, replace(QUICK, seconds=1.0))
    assert time.monotonic() - started < 15


def test_an_adapter_that_dies_is_asked_again_later(acme: Acme) -> None:
    fails(acme(do="import os; os._exit(3)"), Retryable)


def test_after_a_crash_the_next_question_gets_a_fresh_process(acme: Acme) -> None:
    spec = acme(do="import os; request.categories[1:] and os._exit(1)")
    with AdapterProcess(spec, QUICK) as process:
        bad = replace(REQUEST, categories=("tilpasning", "tilpasning"))
        with pytest.raises(Retryable):
            process.collect(bad)
        assert len(process.collect(REQUEST)) == 1


@pytest.mark.parametrize("fd", range(3, 9))
def test_a_vendor_writing_into_our_pipe_is_not_believed(acme: Acme, fd: int) -> None:
    spec = acme(
        do=f"import os\ntry: os.write({fd}, b'\\x00\\x00\\x00\\x02[]')\nexcept OSError: pass"
    )
    with AdapterProcess(spec, QUICK) as process:
        try:
            (person,) = process.collect(REQUEST)
        except (Retryable, Permanent):
            return
        assert person.facts == {"tilpasning": {"sammendrag": "rolig"}}


def test_an_answer_over_the_limit_is_for_good(acme: Acme) -> None:
    spec = acme(do="found['text'] = 'x' * 90_000")
    fault = fails(spec, Permanent, replace(QUICK, answer_bytes=10_000))
    assert fault.code == "UGYLDIG_SVAR"


def test_a_question_over_the_limit_is_never_asked(acme: Acme) -> None:
    fault = fails(acme(), Permanent, replace(QUICK, request_bytes=100))
    assert fault.code == "FOR_STORT"


def test_an_adapter_that_eats_memory_is_stopped(acme: Acme) -> None:
    fails(acme(do="x = bytearray(3_000_000_000)"), Permanent)


@pytest.mark.parametrize(
    ("do", "kind"),
    [
        ("raise ValueError('14831199999 Kari')", Permanent),
        ("raise KeyError('14831199999')", Permanent),
        ("raise TimeoutError('14831199999')", Retryable),
        ("from handover.kit import Retryable; raise Retryable(7)", Retryable),
        ("from handover.kit import Misconfigured; raise Misconfigured('x')", Misconfigured),
        ("from handover.kit import Permanent; raise Permanent('Kari Nordmann')", Permanent),
        ("from handover.kit import Permanent; raise Permanent('14831199999')", Permanent),
        ("raise SystemExit('14831199999')", Retryable),
        ("def f(): f()\nf()", Permanent),
    ],
)
def test_what_a_vendor_raises_becomes_one_of_ours_without_its_words(
    acme: Acme, do: str, kind: type[Exception]
) -> None:
    fault = fails(acme(do=do), kind)
    assert "Kari" not in f"{fault!r}"
    assert "1483" not in f"{fault!r}"


@pytest.mark.parametrize(
    "do",
    [
        "found['text'] = 'x' * 200_000",
        "from handover.kit import Collected; self._collect = None",
    ],
)
def test_a_tree_of_the_wrong_form_is_for_good(acme: Acme, do: str) -> None:
    with AdapterProcess(acme(do=do), QUICK) as process:
        try:
            process.collect(REQUEST)
            process.collect(REQUEST)
        except Permanent:
            return
    pytest.fail("The answer was used.")


def test_s26_changed_code_is_not_loaded(acme: Acme, vendor: Path) -> None:
    spec = acme()
    with (vendor / "acme" / "__init__.py").open("a", encoding="utf-8") as code:
        code.write("\nraise SystemExit\n")
    with pytest.raises(Misconfigured) as caught, AdapterProcess(spec, QUICK):
        pass
    assert caught.value.setting == "sha256"


def test_s26_an_extra_file_in_the_package_is_changed_code(acme: Acme, vendor: Path) -> None:
    spec = acme()
    (vendor / "acme" / "ekstra.py").write_text("")
    with pytest.raises(Misconfigured), AdapterProcess(spec, QUICK):
        pass


def test_s26_compiled_code_beside_the_source_is_not_believed(acme: Acme, vendor: Path) -> None:
    source = vendor / "acme" / "__init__.py"
    honest = source.read_text(encoding="utf-8")
    stamp = source.stat()
    source.write_text(honest.replace("rolig", "ROLIG"), encoding="utf-8")
    os.utime(source, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    py_compile.compile(str(source), cfile=importlib.util.cache_from_source(str(source)))
    source.write_text(honest, encoding="utf-8")
    os.utime(source, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with AdapterProcess(acme(), QUICK) as process:
        (person,) = process.collect(REQUEST)
    assert person.facts["tilpasning"]["sammendrag"] == "rolig"


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"name": "finnes-ikke"}, "adapter"),
        ({"version": "2.0"}, "version"),
        ({"sha256": "0" * 64}, "sha256"),
        ({"kind": "recipient"}, "adapter"),
        ({"kind": "annet"}, "kind"),
        ({"origin": "http://skole.example.no"}, "origin"),
        ({"origin": "https://bruker@skole.example.no"}, "origin"),
        ({"origin": "https://skole.example.no/sti"}, "origin"),
        ({"origin": "file:///etc/passwd"}, "origin"),
    ],
)
def test_s26_an_adapter_that_is_not_what_the_config_says_is_not_loaded(
    acme: Acme, change: dict[str, str], setting: str
) -> None:
    with pytest.raises(Misconfigured) as caught, AdapterProcess(replace(acme(), **change), QUICK):
        pass
    assert caught.value.setting == setting
    assert f"«{setting}»" in caught.value.text


def test_the_spec_shows_no_secret() -> None:
    spec = AdapterSpec("pifu", "source", "1.0", "0" * 64, {"token": "hemmelig"})
    assert "hemmelig" not in repr(spec)


def test_every_adapter_of_the_house_starts_with_its_own_hash() -> None:
    for kind, name in (
        ("source", "pifu"), ("source", "ppt"), ("source", "opplasting"), ("recipient", "node"),
    ):  # fmt: skip
        digest = adapter_hash(locate(kind, name))
        with AdapterProcess(AdapterSpec(name, kind, "1.0", digest, {"token": "t"})) as process:
            assert process.info.name == name


def test_a_delivery_through_a_process_carries_the_bytes_and_the_receipt(
    httpserver: HTTPServer,
) -> None:
    data = bytes(range(256)) * 5000
    httpserver.expect_ordered_request("/node/v1/pakker", method="POST").respond_with_data(
        b"kvittering", 201, content_type="application/pkcs7-mime"
    )
    httpserver.expect_ordered_request("/node/v1/pakker", method="POST").respond_with_data(
        b"kvittering", 409, content_type="application/pkcs7-mime"
    )
    digest = adapter_hash(locate("recipient", "node"))
    origin = httpserver.url_for("").rstrip("/")
    spec = AdapterSpec("node", "recipient", "1.0", digest, {"token": "t"}, origin)
    envelope = Envelope("m-1", "310000000", "vgs", data, hashlib.sha256(data).hexdigest())
    with AdapterProcess(spec, QUICK) as process:
        assert process.deliver(envelope).receipt == b"kvittering"
        with pytest.raises(Duplicate) as caught:
            process.deliver(envelope)
    assert caught.value.receipt == b"kvittering"
    assert httpserver.log[0][0].get_data() == data
