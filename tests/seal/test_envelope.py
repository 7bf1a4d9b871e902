"""An envelope opens for its receiver only, and tells nobody else why it does not."""

import os
import shlex
import subprocess

import pytest
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from handover.errors import Misconfigured
from handover.seal import asn1_types as t
from handover.seal import envelope
from handover.seal.demo_ca import certificate_pem, key_pem

DATA = b"PK\x03\x04 not really a package" * 100


def refusal(data, key, certificate=None):
    with pytest.raises(envelope.CannotOpenError) as caught:
        envelope.decrypt(data, key, certificate)
    return caught.value.code, caught.value.text, caught.value.__cause__


def remade(data, change):
    message = asn1.decode_der(t.EnvelopedMessage, data)
    change(message.content)
    return asn1.encode_der(message)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 70_000])
def test_what_was_enveloped_comes_out_again(world, size):
    data = bytes(range(256)) * 300
    made = envelope.encrypt(data[:size], world.receiver.certificate, os.urandom)
    opened = envelope.decrypt(made, world.receiver.key, world.receiver.certificate)
    assert opened == data[:size]
    assert envelope.decrypt(made, world.receiver.key) == data[:size]


def test_openssl_opens_what_we_made_and_sees_the_agreed_algorithms(world, tmp_path):
    (tmp_path / "e").write_bytes(envelope.encrypt(DATA, world.receiver.certificate, os.urandom))
    (tmp_path / "c").write_bytes(certificate_pem(world.receiver.certificate))
    (tmp_path / "k").write_bytes(key_pem(world.receiver.key))
    opened = subprocess.run(
        shlex.split("openssl cms -decrypt -binary -inform DER -in e -recip c -inkey k"),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert opened.stdout == DATA
    shown = subprocess.run(
        shlex.split("openssl cms -cmsout -print -noout -inform DER -in e"),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    ).stdout
    for word in (b"rsaesOaep", b":sha256", b":mgf1", b"aes-256-cbc"):
        assert word in shown


def test_we_open_what_openssl_made(world, tmp_path):
    (tmp_path / "d").write_bytes(DATA)
    (tmp_path / "c").write_bytes(certificate_pem(world.receiver.certificate))
    subprocess.run(
        shlex.split(
            "openssl cms -encrypt -binary -aes-256-cbc -in d -outform DER -out e -recip c"
            " -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256"
            " -keyopt rsa_mgf1_md:sha256"
        ),
        cwd=tmp_path,
        check=True,
    )
    made = (tmp_path / "e").read_bytes()
    assert envelope.decrypt(made, world.receiver.key, world.receiver.certificate) == DATA


def test_key_and_vector_come_from_the_random_source_that_was_passed_in(world):
    asked = []

    def random(size):
        asked.append(size)
        return bytes([len(asked)]) * size

    made = envelope.encrypt(DATA, world.receiver.certificate, random)
    assert asked == [32, 16]
    content = asn1.decode_der(t.EnvelopedMessage, made).content.content
    assert t.parse(content.algorithm.parameters, bytes) == bytes([2]) * 16


def test_every_fault_gives_one_and_the_same_answer(world):
    made = envelope.encrypt(DATA, world.receiver.certificate, os.urandom)
    key, certificate = world.receiver.key, world.receiver.certificate

    def wrong_algorithm(content):
        content.content.algorithm = t.AlgorithmWithParameters(
            algorithm=t.SHA256, parameters=t.tlv(bytes(16))
        )

    def short_vector(content):
        content.content.algorithm = t.AlgorithmWithParameters(
            algorithm=t.AES256_CBC, parameters=t.tlv(bytes(15))
        )

    def bad_padding(content):
        cipher = bytearray(content.content.content)
        cipher[-17] ^= 0xFF
        content.content.content = bytes(cipher)

    def half_block(content):
        content.content.content = content.content.content[:-1]

    def bad_key(content):
        recipient = content.recipients.as_list()[0]
        recipient.encrypted_key = bytes(len(recipient.encrypted_key))
        content.recipients = asn1.SetOf([recipient])

    changes = (wrong_algorithm, short_vector, bad_padding, half_block, bad_key)
    answers = {refusal(remade(made, change), key, certificate) for change in changes}
    answers |= {
        refusal(made, world.stranger.key, world.stranger.certificate),
        refusal(made, world.stranger.key),
        refusal(made, world.real_signer.key),
        refusal(made + b"\x00", key, certificate),
        refusal(made[:-1], key, certificate),
        refusal(b"", key, certificate),
    }
    expected = ("ENVELOPE_NOT_OPENED", "Filen kan ikke åpnes med denne nøkkelen.", None)
    assert answers == {expected}


def test_an_envelope_with_the_older_key_padding_is_refused(world):
    made = (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(DATA)
        .add_recipient(world.receiver.certificate)
        .encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )
    assert refusal(made, world.receiver.key)[0] == "ENVELOPE_NOT_OPENED"


def test_only_a_certificate_made_for_it_is_encrypted_to(world):
    elliptic = world.real_ca.issue(use=world.usage(sign=False, encipher=True))
    for certificate in (world.signer.certificate, elliptic.certificate):
        with pytest.raises(Misconfigured) as caught:
            envelope.encrypt(DATA, certificate, os.urandom)
        assert caught.value.code == "RECEIVER_CERTIFICATE"


@settings(deadline=None)  # the machine may be busy; what is tested is not speed
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(world, data):
    refusal(data, world.receiver.key, world.receiver.certificate)
