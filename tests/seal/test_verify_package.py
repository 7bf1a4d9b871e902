"""The whole judgement of a delivered package: four answers, every part, every fault by name."""

import hashlib
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover.rules.findings import error, stops
from handover.seal import envelope, index
from handover.seal.certificates import Trust
from handover.seal.container import SealedFile
from handover.seal.verify import verify


def judge(world, data, **changes):
    values = {"trust": world.trust, "now": world.now, "schemas": world.schemas()}
    return verify(data, **{**values, **changes})


def codes(report):
    return [finding.code for finding in report.findings]


def with_parts(world, files, *entries):
    """A package signed properly over `files` and an index of `entries`."""
    first = SealedFile("overgangspakke.xml", index.build(world.index(*entries)), "application/xml")
    return world.package([first, *files])


def xml_file(name, data):
    return SealedFile(name, data, "application/xml")


def pdf_file(world):
    return next(file for file in world.files() if file.name.endswith(".pdf"))


def test_a_genuine_package_is_good_and_says_what_is_in_it(world):
    schemas = world.schemas()
    report = judge(world, world.package(), schemas=schemas)
    assert (report.good, report.exit_code, report.findings) == (True, 0, ())
    assert report.conforming is True
    assert report.index.receiver.unit == "inntak"
    assert [(part.entry.category, part.entry.mechanism, part.found) for part in report.parts] == [
        ("iop", "LOV", True)
    ]
    assert schemas.seen == ["overgangspakke.xml", "deler/iop.xml"]
    assert report.codes_for_sender() == ()


def test_an_encrypted_package_opens_with_its_key_only(world):
    sent = envelope.encrypt(world.package(), world.receiver.certificate, os.urandom)
    assert judge(world, sent, key=world.receiver.key).good
    for key, code in ((None, "KEY_NEEDED"), (world.stranger.key, "ENVELOPE_NOT_OPENED")):
        report = judge(world, sent, key=key)
        assert (codes(report), report.exit_code) == ([code], 2)


def test_what_cannot_be_read_is_unreadable_and_what_can_be_judged_is_not_good(world):
    assert judge(world, b"not a package").exit_code == 2
    assert judge(world, world.package() + b"x").exit_code == 2
    changed = judge(world, world.changed("deler/iop.xml", lambda body: body + b" "))
    assert changed.exit_code == 1
    assert not changed.signature.intact


def test_an_unsigned_change_of_the_index_leaves_no_index_to_believe(world):
    report = judge(world, world.changed("overgangspakke.xml", lambda body: body + b" "))
    assert codes(report) == ["FILE_DIFFERS", "INDEX_MISSING"]
    assert report.index is None


def test_a_demo_seal_is_not_trusted_where_demo_is_not_allowed(world):
    report = judge(world, world.package(), trust=Trust(world.trust.roots))
    assert codes(report) == ["DEMO_CERTIFICATE"]
    assert (report.exit_code, report.signature.trusted, report.conforming) == (1, False, True)


def test_a_part_that_is_not_the_one_approved_is_found_even_when_it_was_signed(world):
    data = world.part()
    files = [xml_file("deler/iop.xml", data + b"\n"), pdf_file(world)]
    report = judge(world, with_parts(world, files, world.entry(data)))
    assert [(one.code, one.where) for one in report.findings] == [
        ("PART_HASH_DIFFERS", "deler/iop.xml")
    ]
    assert (report.signature.good, report.conforming, report.parts[0].found) == (True, False, False)


def test_a_part_in_the_index_but_not_in_the_package_is_missing(world):
    data = world.part()
    files = [xml_file("deler/iop.xml", data), pdf_file(world)]
    other = world.entry(world.part("sakkyndig"), "sakkyndig")
    report = judge(world, with_parts(world, files, world.entry(data), other))
    assert [(one.code, one.where) for one in report.findings] == [
        ("PART_MISSING", "deler/sakkyndig.xml")
    ]


def test_a_signed_file_that_nobody_lists_is_not_let_through(world):
    files = [*world.files(), xml_file("deler/ekstra.xml", b"<a/>")]
    report = judge(world, world.package(files))
    assert [(one.code, one.where) for one in report.findings] == [
        ("FILE_NOT_LISTED", "deler/ekstra.xml")
    ]
    assert report.conforming is False


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data[:-4], "XML_NOT_WELL_FORMED"),
        (lambda data: data.replace(b"<iop", b"<!DOCTYPE a><iop"), "XML_DOCTYPE"),
        (lambda data: data.replace(b"iop", b"sakkyndig"), "PART_ROOT"),
        (lambda data: data.replace(b"urn:overgang:del:1.0", b"urn:annet"), "PART_ROOT"),
    ],
)
def test_a_part_with_bad_xml_or_another_root_is_named(world, change, code):
    data = change(world.part())
    files = [xml_file("deler/iop.xml", data), pdf_file(world)]
    report = judge(world, with_parts(world, files, world.entry(data)))
    assert code in codes(report)
    assert report.conforming is False
    assert report.exit_code == 1


def test_an_attachment_is_bound_by_the_hash_inside_the_part(world):
    data = world.part()
    entry, part = world.entry(data), xml_file("deler/iop.xml", data)
    assert codes(judge(world, with_parts(world, [part], entry))) == ["ATTACHMENT_MISSING"]
    swapped = replace(pdf_file(world), data=b"%PDF-1.7 another one")
    assert codes(judge(world, with_parts(world, [part, swapped], entry))) == ["ATTACHMENT_DIFFERS"]


def test_an_attachment_whose_stated_length_is_wrong_differs(world):
    data = world.part().replace(b"<lengde>", b"<lengde>1")
    files = [xml_file("deler/iop.xml", data), pdf_file(world)]
    assert codes(judge(world, with_parts(world, files, world.entry(data)))) == [
        "ATTACHMENT_DIFFERS"
    ]


def test_somebody_else_than_the_sender_signed_it(world):
    files = world.files(sender=index.Sender("810074582", "En annen kommune"))
    report = judge(world, world.package(files))
    assert codes(report) == ["SENDER_NOT_SIGNER"]
    assert not report.good


def test_what_the_schemas_say_is_passed_on_with_a_place(world):
    schemas = world.schemas(
        answers={"deler/iop.xml": [error("TEXT_EMPTY", "", "Feltet er tomt. Fyll det ut.")]}
    )
    report = judge(world, world.package(), schemas=schemas)
    assert [(one.code, one.where) for one in report.findings] == [("TEXT_EMPTY", "deler/iop.xml")]
    assert (report.conforming, report.exit_code) == (False, 1)


def test_form_that_was_not_checked_is_said_and_is_not_good(world):
    report = judge(world, world.package(), schemas=None)
    assert codes(report) == ["SCHEMAS_NOT_CHECKED"]
    assert (report.conforming, report.good) == (None, False)


def test_a_package_past_its_last_day_is_still_genuine(world):
    report = judge(world, world.package(), now=world.now + timedelta(days=365))
    assert codes(report) == ["NOT_AFTER_PASSED"]
    assert report.exit_code == 0


def test_only_a_trusted_signer_learns_what_was_wrong(world):
    trusted_but_wrong = world.package([*world.files(), xml_file("ekstra.xml", b"<a/>")])
    assert judge(world, trusted_but_wrong).codes_for_sender() == ("FILE_NOT_LISTED",)
    tampered = world.changed("deler/iop.xml", lambda body: body + b" ")
    for bad in (b"", b"\x30\x03", tampered, world.package(signer=world.real_signer)):
        report = judge(world, bad, key=world.receiver.key)
        assert report.codes_for_sender() == ("PACKAGE_NOT_ACCEPTED",)


def test_every_listed_hash_is_what_sha256sum_says(world):
    opened = dict(world.unzip(world.package()))
    for part in judge(world, world.package()).parts:
        assert hashlib.sha256(opened[part.entry.file]).hexdigest() == part.entry.sha256


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.binary(max_size=500), st.sampled_from([b"", b"\x30", b"\x30\x82", b"PK\x03\x04"]))
def test_no_bytes_make_the_judgement_raise(world, data, start):
    report = judge(world, start + data, key=world.receiver.key)
    assert report.exit_code == 2
    assert stops(report.findings)


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.data())
def test_a_flipped_byte_anywhere_is_never_good_with_other_contents(world, data):
    whole = bytearray(world.package(signer=world.real_signer))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    report = judge(world, bytes(whole), trust=world.real_trust)
    assert not report.good or all(part.found for part in report.parts)
