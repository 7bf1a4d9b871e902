"""A signature is right or wrong for a reason, and openssl agrees with us on which."""

import shlex
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from handover.seal import algorithms, cades
from handover.seal import asn1_types as t
from handover.seal.certificates import Signer, Trust
from handover.seal.demo_ca import certificate_pem, key_pem

CONTENT = b"first line\nsecond line\r\n"
MOMENT = int(datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp())


def codes(status):
    return [finding.code for finding in status.findings]


def openssl_verifies(directory, p7s, content, root):
    for name, data in (("p", p7s), ("c", content), ("ca", certificate_pem(root))):
        (directory / name).write_bytes(data)
    return subprocess.run(
        "openssl cms -verify -cades -binary -inform DER -in p -content c -CAfile ca"
        f" -purpose any -attime {MOMENT} -out /dev/null".split(),
        cwd=directory,
        capture_output=True,
        check=False,
    )


def remade(p7s, **changes):
    """The signature with fields of its SignedData replaced, encoded again."""
    message = asn1.decode_der(t.SignedMessage, p7s)
    for name, value in changes.items():
        setattr(message.content, name, value)
    return asn1.encode_der(message)


def with_signer(p7s, **changes):
    info = asn1.decode_der(t.SignedMessage, p7s).content.signers.as_list()[0]
    for name, value in changes.items():
        setattr(info, name, value)
    return remade(p7s, signers=asn1.SetOf([info]))


def without_attribute(p7s, kind, signer):
    """As a signer who leaves one attribute out would have made it."""
    info = asn1.decode_der(t.SignedMessage, p7s).content.signers.as_list()[0]
    kept = [one for one in info.signed_attributes if one.type != kind]
    _, signature = algorithms.sign(signer.key, t.to_be_signed(kept))
    return with_signer(p7s, signed_attributes=kept, signature=signature)


def test_openssl_accepts_a_signature_made_with_rsa(world, tmp_path):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    result = openssl_verifies(tmp_path, p7s, CONTENT, world.ca.certificate)
    assert result.returncode == 0, result.stderr


def test_openssl_accepts_a_signature_made_with_ecdsa(world, tmp_path):
    p7s = cades.sign(CONTENT, world.real_signer, world.now)
    result = openssl_verifies(tmp_path, p7s, CONTENT, world.real_ca.certificate)
    assert result.returncode == 0, result.stderr


def test_openssl_refuses_what_we_refuse(world, tmp_path):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    assert openssl_verifies(tmp_path, p7s, CONTENT + b"x", world.ca.certificate).returncode
    assert openssl_verifies(tmp_path, p7s, CONTENT, world.real_ca.certificate).returncode


def test_a_good_signature_says_who_signed_and_when(world):
    status = cades.check(
        cades.sign(CONTENT, world.real_signer, world.now), CONTENT, world.real_trust, world.now
    )
    assert status.good
    assert status.findings == ()
    assert (status.signer_name, status.signer_organisation) == ("Eksempel kommune", "910075918")
    assert status.claimed_time == world.now
    assert status.demo is False


def test_the_same_content_signer_and_time_give_the_same_bytes(world):
    for signer in (world.signer, world.real_signer):
        first = cades.sign(CONTENT, signer, world.now)
        assert first == cades.sign(CONTENT, signer, world.now)
        assert first != cades.sign(CONTENT, signer, world.now + timedelta(seconds=1))


def test_a_time_from_2050_on_is_written_as_generalized_time_and_read_back(world):
    later = world.now.replace(year=2051)
    status = cades.check(cades.sign(CONTENT, world.signer, later), CONTENT, Trust(), later)
    assert status.valid
    assert status.claimed_time == later


def test_changed_content_is_not_intact_but_the_signature_itself_is_valid(world):
    p7s = cades.sign(CONTENT, world.real_signer, world.now)
    status = cades.check(p7s, CONTENT + b"x", world.real_trust, world.now)
    assert (status.intact, status.valid, status.trusted) == (False, True, True)
    assert codes(status) == ["SIGNED_CONTENT_DIFFERS"]


def test_a_changed_signature_value_is_not_valid(world):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    info = asn1.decode_der(t.SignedMessage, p7s).content.signers.as_list()[0]
    broken = with_signer(p7s, signature=bytes([info.signature[0] ^ 1]) + info.signature[1:])
    status = cades.check(broken, CONTENT, world.trust, world.now)
    assert (status.intact, status.valid, status.trusted) == (True, False, False)
    assert codes(status) == ["SIGNATURE_WRONG"]


def test_a_changed_time_claim_breaks_the_signature(world):
    early = cades.sign(CONTENT, world.signer, world.now)
    late = cades.sign(CONTENT, world.signer, world.now + timedelta(days=1))
    attributes = asn1.decode_der(t.SignedMessage, late).content.signers.as_list()[0]
    mixed = with_signer(early, signed_attributes=attributes.signed_attributes)
    assert codes(cades.check(mixed, CONTENT, world.trust, world.now + timedelta(days=2))) == [
        "SIGNATURE_WRONG"
    ]


def test_another_certificate_with_the_same_key_issuer_and_number_is_noticed(world, tmp_path):
    signer = world.real_ca.issue(number="910075918")
    twin = world.real_ca.issue(number="810074582", key=signer.key)
    p7s = cades.sign(CONTENT, signer, world.now)
    swapped = remade(p7s, certificates=[twin.certificate])
    status = cades.check(swapped, CONTENT, world.real_trust, world.now)
    assert codes(status) == ["SIGNER_CERTIFICATE_DIFFERS"]
    assert not status.valid
    assert not status.trusted
    assert openssl_verifies(tmp_path, swapped, CONTENT, world.real_ca.certificate).returncode


def test_a_missing_certificate_is_noticed(world):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    others = remade(p7s, certificates=[world.real_signer.certificate])
    for broken in (remade(p7s, certificates=None), others):
        status = cades.check(broken, CONTENT, world.trust, world.now)
        assert codes(status) == ["SIGNER_CERTIFICATE_MISSING"]


def test_sha1_is_refused_by_name_as_digest_and_as_signature(world):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    weak = t.plain(t.SHA1, null=True)
    for broken in (
        with_signer(p7s, digest_algorithm=weak),
        with_signer(p7s, signature_algorithm=t.plain(t.RSA_SHA1, null=True)),
    ):
        status = cades.check(broken, CONTENT, world.trust, world.now)
        assert codes(status) == ["SHA1_REFUSED"]


def test_an_unknown_algorithm_is_refused(world):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    broken = with_signer(p7s, signature_algorithm=t.plain(t.DATA, null=True))
    assert codes(cades.check(broken, CONTENT, world.trust, world.now)) == ["SIGNATURE_ALGORITHM"]


@pytest.mark.parametrize(
    "kind", [t.SIGNING_CERTIFICATE_V2, t.MESSAGE_DIGEST, t.SIGNING_TIME, t.CONTENT_TYPE]
)
def test_an_attribute_that_cades_demands_may_not_be_left_out(world, kind):
    signer = world.real_signer
    p7s = without_attribute(cades.sign(CONTENT, signer, world.now), kind, signer)
    status = cades.check(p7s, CONTENT, world.real_trust, world.now)
    assert codes(status) == ["SIGNATURE_ATTRIBUTE"]


def test_a_plain_cms_signature_without_certificate_binding_is_not_enough(world):
    p7s = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(CONTENT)
        .add_signer(world.signer.certificate, world.signer.key, hashes.SHA256())
        .sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
    )
    assert codes(cades.check(p7s, CONTENT, world.trust, world.now)) == ["SIGNATURE_ATTRIBUTE"]


def test_openssls_own_cades_signature_is_accepted(world, tmp_path):
    (tmp_path / "c").write_bytes(CONTENT)
    (tmp_path / "s.pem").write_bytes(certificate_pem(world.signer.certificate))
    (tmp_path / "k.pem").write_bytes(key_pem(world.signer.key))
    subprocess.run(
        shlex.split(
            "openssl cms -sign -cades -binary -in c -signer s.pem -inkey k.pem -outform DER"
            " -md sha256 -nosmimecap -out p"
        ),
        cwd=tmp_path,
        check=True,
    )
    p7s = (tmp_path / "p").read_bytes()
    late = world.now + timedelta(days=365 * 5)
    status = cades.check(p7s, CONTENT, world.trust, late)
    assert status.good, status.findings


def test_two_signers_or_content_inside_is_a_shape_we_refuse(world):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    other = cades.sign(CONTENT, world.real_signer, world.now)
    infos = [
        asn1.decode_der(t.SignedMessage, one).content.signers.as_list()[0] for one in (p7s, other)
    ]
    inside = t.EncapsulatedContent(content_type=t.DATA, content=CONTENT)
    for broken in (remade(p7s, signers=asn1.SetOf(infos)), remade(p7s, content=inside)):
        status = cades.check(broken, CONTENT, world.trust, world.now)
        assert codes(status) == ["SIGNATURE_SHAPE"]


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        (timedelta(days=400), "CERTIFICATE_EXPIRED"),
        (timedelta(days=-31), "CERTIFICATE_NOT_YET_VALID"),
    ],
)
def test_expired_and_not_yet_valid_are_said_as_such(world, shift, code):
    p7s = cades.sign(CONTENT, world.real_signer, world.now)
    status = cades.check(p7s, CONTENT, world.real_trust, world.now + shift)
    assert (status.intact, status.valid, status.trusted) == (True, True, False)
    assert code in codes(status)
    assert "ISSUER_UNKNOWN" not in codes(status)


def test_another_issuer_with_the_same_name_is_unknown(world):
    p7s = cades.sign(CONTENT, world.real_signer, world.now)
    impostor = Trust((world.ordinary_ca().certificate,))
    status = cades.check(p7s, CONTENT, impostor, world.now)
    assert codes(status) == ["ISSUER_UNKNOWN"]
    assert (status.valid, status.trusted) == (True, False)


def test_nobody_is_trusted_until_somebody_says_whom(world):
    p7s = cades.sign(CONTENT, world.real_signer, world.now)
    assert codes(cades.check(p7s, CONTENT, Trust(), world.now)) == ["TRUST_EMPTY"]


def test_a_certificate_for_receiving_may_not_sign(world):
    p7s = cades.sign(CONTENT, world.receiver, world.now)
    status = cades.check(p7s, CONTENT, world.trust, world.now)
    assert codes(status) == ["CERTIFICATE_USAGE"]
    assert not status.trusted


def test_a_leaf_cannot_act_as_an_issuer(world):
    leaf = world.real_ca.issue()
    fake = world.ordinary_ca()
    fake.name, fake.key = leaf.certificate.subject, leaf.key
    signer = replace(fake.issue(), chain=(leaf.certificate,))
    p7s = cades.sign(CONTENT, signer, world.now)
    status = cades.check(p7s, CONTENT, world.real_trust, world.now)
    assert codes(status) == ["ISSUER_UNKNOWN"]


def test_a_demo_signature_is_not_trusted_where_demo_is_not_allowed(world):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    allowed = cades.check(p7s, CONTENT, world.trust, world.now)
    assert (allowed.trusted, allowed.demo) == (True, True)
    production = Trust(world.trust.roots, demo_allowed=False)
    status = cades.check(p7s, CONTENT, production, world.now)
    assert codes(status) == ["DEMO_CERTIFICATE"]
    assert (status.intact, status.valid, status.trusted) == (True, True, False)


def test_a_certificate_without_the_mark_under_a_demo_root_is_still_demo(world):
    key = ec.generate_private_key(ec.SECP256R1())
    unmarked = (
        x509.CertificateBuilder()
        .subject_name(world.real_signer.certificate.subject)
        .issuer_name(world.ca.certificate.subject)
        .public_key(key.public_key())
        .serial_number(99)
        .not_valid_before(world.now - timedelta(days=1))
        .not_valid_after(world.now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(world.usage(), critical=True)
        .sign(world.ca.key, hashes.SHA256())
    )
    p7s = cades.sign(CONTENT, Signer(unmarked, key), world.now)
    status = cades.check(p7s, CONTENT, Trust(world.trust.roots), world.now)
    assert codes(status) == ["DEMO_CERTIFICATE"]


def test_a_time_claim_ahead_of_now_is_worth_a_warning_only(world):
    p7s = cades.sign(CONTENT, world.signer, world.now + timedelta(hours=1))
    status = cades.check(p7s, CONTENT, world.trust, world.now)
    assert codes(status) == ["SIGNING_TIME_AHEAD"]
    assert status.good


def test_bytes_after_the_signature_are_refused(world):
    p7s = cades.sign(CONTENT, world.signer, world.now)
    status = cades.check(p7s + b"\x00", CONTENT, world.trust, world.now)
    assert codes(status) == ["SIGNATURE_UNREADABLE"]


def test_a_certificate_that_breaks_the_rules_of_its_format_is_unreadable(world):
    p7s = cades.sign(CONTENT, world.real_signer, world.now)
    version_three = b"\xa0\x03\x02\x01\x02"
    assert version_three in p7s
    for replacement in (b"\xa0\x03\x02\x01\x03", b"\xa0\x03\x02\x01\x00"):
        broken = p7s.replace(version_three, replacement)
        status = cades.check(broken, CONTENT, world.real_trust, world.now)
        assert not status.valid
        assert status.findings
    negative = p7s.replace(version_three + b"\x02\x01\x07", version_three + b"\x02\x01\x87")
    assert negative != p7s
    status = cades.check(negative, CONTENT, world.real_trust, world.now)
    assert codes(status) == ["SIGNATURE_UNREADABLE"]


def test_a_name_with_a_value_of_the_wrong_kind_is_unreadable(world):
    p7s = cades.sign(CONTENT, world.real_signer, world.now)
    utf8_name, bit_string_name = b"\x0c\x10Eksempel kommune", b"\x03\x10\x00ksempel kommune"
    assert utf8_name in p7s
    status = cades.check(
        p7s.replace(utf8_name, bit_string_name), CONTENT, world.real_trust, world.now
    )
    assert not status.valid
    assert codes(status) == ["SIGNER_CERTIFICATE_MISSING"]


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.binary(max_size=300))
def test_no_bytes_make_the_judge_raise(world, data):
    status = cades.check(data, CONTENT, world.trust, world.now)
    assert codes(status) == ["SIGNATURE_UNREADABLE"]


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.integers(0, 100_000), st.integers(1, 255))
def test_a_flipped_byte_anywhere_never_raises_and_never_changes_what_is_believed(world, at, flip):
    whole = cades.sign(CONTENT, world.real_signer, world.now)
    data = bytearray(whole)
    data[at % len(data)] ^= flip
    status = cades.check(bytes(data), CONTENT, world.real_trust, world.now)
    assert not status.good or (
        (status.signer_organisation, status.claimed_time) == ("910075918", world.now)
    )
