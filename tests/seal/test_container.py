"""A container holds what was sealed, the reader believes nothing else, and openssl agrees."""

import subprocess
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover.errors import BadInput, Misconfigured
from handover.seal import cades, container, manifest
from handover.seal.certificates import Trust
from handover.seal.container import SealedFile
from handover.seal.demo_ca import certificate_pem
from handover.seal.reader import open_container

MANIFEST, SIGNATURE = "META-INF/ASiCManifest.xml", "META-INF/signature.p7s"


def codes(opened):
    return [finding.code for finding in opened.findings]


def resealed(world, change):
    """A container whose manifest was changed and then signed properly."""
    entries = dict(world.unzip(world.package()))
    entries[MANIFEST] = change(entries[MANIFEST])
    entries[SIGNATURE] = cades.sign(entries[MANIFEST], world.signer, world.now)
    return world.rezip(entries.items())


def test_what_was_sealed_is_what_comes_out(world):
    opened = open_container(world.package(), world.trust, world.now)
    assert opened.good
    assert opened.findings == ()
    assert [(name, data) for name, data in opened.files.items()] == [
        (file.name, file.data) for file in world.files()
    ]
    assert set(opened.media_types.values()) == {"application/xml", "application/pdf"}


def test_files_signer_and_time_decide_every_byte(world):
    assert world.package() == world.package()
    later = container.write(world.files(), world.signer, world.now + timedelta(minutes=1))
    assert later != world.package()
    assert len(later) == len(world.package())


def test_the_layout_is_what_other_readers_expect(world):
    data = world.package()
    assert data[30:38] == b"mimetype"
    assert data[38:69] == b"application/vnd.etsi.asic-e+zip"
    names = [name for name, _ in world.unzip(data)]
    assert names[0] == "mimetype"
    assert names[-2:] == [MANIFEST, SIGNATURE]
    listing = dict(world.unzip(data))[MANIFEST]
    assert b'xmlns="http://uri.etsi.org/02918/v1.2.1#"' in listing
    assert b'MimeType="application/x-pkcs7-signature"' in listing
    assert b"http://www.w3.org/2001/04/xmlenc#sha256" in listing


def test_openssl_verifies_the_manifest_that_unzip_takes_out(world, tmp_path):
    (tmp_path / "a.asice").write_bytes(world.package())
    (tmp_path / "ca.pem").write_bytes(certificate_pem(world.ca.certificate))
    with zipfile.ZipFile(tmp_path / "a.asice") as archive:
        archive.extractall(tmp_path)
    result = subprocess.run(
        f"openssl cms -verify -cades -binary -inform DER -in {SIGNATURE} -content {MANIFEST}"
        " -CAfile ca.pem -purpose any -out /dev/null".split(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["mimetype", "META-INF/extra.xml", "meta-inf/x"])
def test_a_reserved_name_cannot_be_sealed(world, name):
    with pytest.raises(BadInput) as caught:
        container.write([SealedFile(name, b"", "text/plain")], world.signer, world.now)
    assert caught.value.code == "CONTAINER_NAMES"


def test_nothing_cannot_be_sealed(world):
    with pytest.raises(BadInput):
        container.write([], world.signer, world.now)


def test_an_unfit_signer_is_stopped_before_anything_is_sealed(world):
    wrong_key = replace(world.signer, key=world.real_signer.key)
    for signer, now in (
        (world.receiver, world.now),
        (wrong_key, world.now),
        (world.real_signer, world.now + timedelta(days=400)),
        (world.real_signer, world.now - timedelta(days=400)),
    ):
        with pytest.raises(Misconfigured) as caught:
            container.write(world.files(), signer, now)
        assert caught.value.code == "SIGNER_UNFIT"


def test_a_seal_that_does_not_read_back_is_never_handed_out(world, monkeypatch):
    monkeypatch.setattr(cades, "sign", lambda content, signer, now: b"\x30\x00")
    with pytest.raises(container.SealError):
        world.package()


def test_a_changed_file_is_named_and_not_handed_on(world):
    data = world.changed("deler/iop.xml", lambda body: body + b" ")
    opened = open_container(data, world.trust, world.now)
    assert [(one.code, one.where) for one in opened.findings] == [("FILE_DIFFERS", "deler/iop.xml")]
    assert (opened.signature.intact, opened.signature.valid, opened.signature.trusted) == (
        False,
        True,
        True,
    )
    assert not opened.good
    assert "deler/iop.xml" not in opened.files


def test_a_byte_flipped_on_the_way_is_found_by_checksum_and_by_digest(world):
    data = world.package().replace(b"<tittel>Plan", b"<tittel>Plen")
    assert codes(open_container(data, world.trust, world.now)) == ["ZIP_CHECKSUM", "FILE_DIFFERS"]


def test_an_added_file_is_not_signed(world):
    data = world.rezip([*world.unzip(world.package()), ("deler/ny.xml", b"<a/>")])
    opened = open_container(data, world.trust, world.now)
    assert [(one.code, one.where) for one in opened.findings] == [
        ("FILE_NOT_SIGNED", "deler/ny.xml")
    ]
    assert "deler/ny.xml" not in opened.files
    assert not opened.signature.intact


def test_a_removed_file_is_missing(world):
    data = world.rezip([one for one in world.unzip(world.package()) if one[0] != "deler/iop.xml"])
    opened = open_container(data, world.trust, world.now)
    assert [(one.code, one.where) for one in opened.findings] == [("FILE_MISSING", "deler/iop.xml")]
    assert not opened.signature.intact


def test_a_renamed_file_is_both_missing_and_not_signed(world):
    entries = [
        ("deler/x.xml" if name == "deler/iop.xml" else name, data)
        for name, data in world.unzip(world.package())
    ]
    opened = open_container(world.rezip(entries), world.trust, world.now)
    assert codes(opened) == ["FILE_MISSING", "FILE_NOT_SIGNED"]


def test_two_files_that_traded_places_both_differ(world):
    entries = dict(world.unzip(world.package()))
    one, two = "overgangspakke.xml", "deler/iop.xml"
    entries[one], entries[two] = entries[two], entries[one]
    opened = open_container(world.rezip(entries.items()), world.trust, world.now)
    assert codes(opened) == ["FILE_DIFFERS", "FILE_DIFFERS"]


def test_an_unknown_file_in_meta_inf_is_refused_but_the_opendocument_list_is_not(world):
    entries = world.unzip(world.package())
    extra = world.rezip([*entries, ("META-INF/skjult.bin", b"x")])
    opened = open_container(extra, world.trust, world.now)
    assert codes(opened) == ["META_FILE_UNKNOWN"]
    assert not opened.good
    listed = world.rezip([*entries, ("META-INF/manifest.xml", b"<manifest/>")])
    assert open_container(listed, world.trust, world.now).good


def test_a_missing_or_doubled_manifest_or_signature_is_named(world):
    entries = world.unzip(world.package())
    for name, code in ((MANIFEST, "MANIFEST_MISSING"), (SIGNATURE, "SIGNATURE_MISSING")):
        without = world.rezip([one for one in entries if one[0] != name])
        assert code in codes(open_container(without, world.trust, world.now))
        end = name[-4:]
        twice = world.rezip([*entries, (name.removesuffix(end) + "2" + end, dict(entries)[name])])
        assert code in codes(open_container(twice, world.trust, world.now))


def test_a_changed_manifest_breaks_the_signature_over_it(world):
    data = world.changed(
        MANIFEST, lambda body: body.replace(b"application/pdf", b"application/pdx")
    )
    opened = open_container(data, world.trust, world.now)
    assert codes(opened) == ["SIGNED_CONTENT_DIFFERS"]
    assert not opened.signature.intact


def test_a_signature_of_another_container_does_not_fit(world):
    other = world.package([SealedFile("a.xml", b"<a/>", "application/xml")])
    taken = dict(world.unzip(other))[SIGNATURE]
    opened = open_container(world.changed(SIGNATURE, lambda _: taken), world.trust, world.now)
    assert codes(opened) == ["SIGNED_CONTENT_DIFFERS"]


def test_a_broken_manifest_has_the_xml_code_even_when_it_is_signed(world):
    for change, code in (
        (lambda body: body[:-5], "XML_NOT_WELL_FORMED"),
        (lambda body: body.replace(b"<ASiC", b"<!DOCTYPE a><ASiC", 1), "XML_DOCTYPE"),
        (lambda body: body.replace(b"ASiCManifest", b"Manifest"), "MANIFEST_FORM"),
        (lambda body: body.replace(b"02918/v1.2.1", b"02918/v9"), "MANIFEST_FORM"),
        (lambda body: body.replace(b"xmlenc#sha256", b"xmlenc#sha255"), "DIGEST_ALGORITHM"),
        (lambda body: body.replace(b"deler/iop.xml", b"overgangspakke.xml"), "MANIFEST_TWICE"),
        (lambda body: body.replace(b"signature.p7s", b"annen.p7s"), "SIGNATURE_NAME_DIFFERS"),
        (
            lambda body: body.replace(
                b"http://www.w3.org/2001/04/xmlenc#sha256",
                b"http://www.w3.org/2000/09/xmldsig#sha1",
            ),
            "SHA1_REFUSED",
        ),
    ):
        opened = open_container(resealed(world, change), world.trust, world.now)
        assert codes(opened) == [code]
        assert not opened.signature.intact
        assert not opened.good


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"uri.etsi.org/02918/v1.2.1#", b"uri.etsi.org/2918/v1.2.1#"),
        (b"uri.etsi.org/02918/v1.2.1#", b"uri.etsi.org/02918/v1.1.1#"),
        (b"2001/04/xmlenc#sha256", b"2000/09/xmldsig#sha256"),
    ],
)
def test_the_wrong_but_living_variants_of_older_writers_are_read(world, old, new):
    opened = open_container(
        resealed(world, lambda body: body.replace(old, new)), world.trust, world.now
    )
    assert opened.good, opened.findings


def test_older_names_and_compression_are_read(world):
    data = world.package()
    entries = [(name.replace("ASiC", "asic"), body) for name, body in world.unzip(data)]
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        assert open_container(world.rezip(entries, method), world.trust, world.now).good


def test_bad_archives_are_unreadable_each_with_its_code(world):
    data = world.package()
    for broken, code in (
        (b"", "ZIP_UNREADABLE"),
        (data[:-30], "ZIP_UNREADABLE"),
        (data + b"x", "ZIP_TRAILING_BYTES"),
        (b"x" + data, "ZIP_LEADING_BYTES"),
        (world.rezip(world.unzip(data)[1:]), "ZIP_MIMETYPE"),
    ):
        opened = open_container(broken, world.trust, world.now)
        assert codes(opened) == [code]
        assert not opened.readable
        assert not opened.files


def test_trust_is_asked_for_separately(world):
    opened = open_container(world.package(), Trust(world.trust.roots), world.now)
    assert codes(opened) == ["DEMO_CERTIFICATE"]
    assert (opened.signature.intact, opened.signature.valid) == (True, True)
    assert not opened.good
    real = world.package(signer=world.real_signer)
    assert open_container(real, world.real_trust, world.now).good
    assert codes(open_container(real, world.trust, world.now)) == ["ISSUER_UNKNOWN"]


def test_no_finding_repeats_a_name_that_only_the_manifest_says(world):
    data = resealed(world, lambda body: body.replace(b"deler/iop.xml", "Kåre Ø".encode()))
    missing = [
        one
        for one in open_container(data, world.trust, world.now).findings
        if one.code == "FILE_MISSING"
    ]
    assert [one.where for one in missing] == [manifest.NAME]


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.binary(max_size=500))
def test_no_bytes_make_the_reader_raise(world, data):
    opened = open_container(data, world.trust, world.now)
    assert not opened.readable
    assert opened.findings


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.data())
def test_a_flipped_byte_anywhere_never_raises_and_never_changes_a_file(world, data):
    broken = bytearray(world.package(signer=world.real_signer))
    at = data.draw(st.integers(0, len(broken) - 1))
    broken[at] ^= data.draw(st.integers(1, 255))
    opened = open_container(bytes(broken), world.real_trust, world.now)
    genuine = {file.name: file.data for file in world.files()}
    assert all(genuine[name] == body for name, body in opened.files.items())
    assert not opened.good or opened.files == genuine
