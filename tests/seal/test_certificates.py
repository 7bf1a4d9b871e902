"""Who a certificate names, what it may do, and how the demo mark is seen."""

import stat

import pytest
from cryptography.hazmat.primitives import hashes

from handover.errors import Misconfigured
from handover.seal import certificates, demo_ca


def code_of(call, *arguments, **named):
    with pytest.raises(Misconfigured) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_the_organisation_number_is_read_from_either_field(world):
    for identifier in (True, False):
        made = world.real_ca.issue(number="810074582", identifier=identifier)
        assert certificates.organisation_number(made.certificate) == "810074582"


@pytest.mark.parametrize("number", ["91007591", "9100759181", "SE-910075918", "91007591x"])
def test_anything_but_nine_digits_is_no_organisation_number(world, number):
    made = world.real_ca.issue(number=number, identifier=False)
    assert certificates.organisation_number(made.certificate) is None


def test_a_fingerprint_is_sixteen_groups_for_reading_aloud(world):
    groups = certificates.fingerprint(world.signer.certificate).split(" ")
    assert [len(group) for group in groups] == [4] * 16
    digest = world.signer.certificate.fingerprint(hashes.SHA256()).hex()
    assert "".join(groups).lower() == digest


def test_every_certificate_of_the_demo_authority_carries_the_mark(world):
    for one in (world.ca, world.signer, world.receiver):
        assert certificates.is_demo(one.certificate)
        mark = one.certificate.extensions.get_extension_for_oid(certificates.DEMO_MARK)
        assert mark.critical is False
    assert not certificates.is_demo(world.real_signer.certificate)


def test_signing_and_receiving_are_separate_rsa_3072_keys(world):
    assert world.signer.key.key_size == world.receiver.key.key_size == 3072
    signing, receiving = world.signer.certificate, world.receiver.certificate
    assert certificates.may_sign(signing)
    assert not certificates.may_receive(signing)
    assert certificates.may_receive(receiving)
    assert not certificates.may_sign(receiving)
    assert signing.public_key() != receiving.public_key()
    assert certificates.unit(signing) == "grunnskole"


def test_numbers_and_times_of_the_demo_authority_are_the_ones_passed_in(world):
    assert world.ca.certificate.serial_number == 1
    assert world.signer.certificate.serial_number == 2
    assert certificates.is_valid_at(world.signer.certificate, world.now)


def test_a_saved_identity_loads_again_and_only_the_owner_may_read_the_key(world, tmp_path):
    demo_ca.save(tmp_path, "kommune", world.signer)
    loaded = certificates.load_signer(tmp_path / "kommune.pem", tmp_path / "kommune.key")
    assert loaded.certificate == world.signer.certificate
    assert stat.S_IMODE((tmp_path / "kommune.key").stat().st_mode) == 0o600


def test_a_certificate_and_a_key_that_do_not_belong_together_are_refused(world, tmp_path):
    demo_ca.save(tmp_path, "a", world.signer)
    demo_ca.save(tmp_path, "b", world.receiver)
    assert code_of(certificates.load_signer, tmp_path / "a.pem", tmp_path / "b.key") == "KEY_PAIR"


def test_missing_and_broken_files_are_one_sentence_without_the_name(tmp_path):
    broken = tmp_path / "kari-nordmann.pem"
    for path in (broken, tmp_path):
        assert code_of(certificates.load_certificate, path) == "CERTIFICATE_FILE"
        assert code_of(certificates.load_key, path) == "KEY_FILE"
    broken.write_bytes(b"not pem")
    assert code_of(certificates.load_key, broken) == "KEY_FILE"
    with pytest.raises(Misconfigured) as caught:
        certificates.load_certificate(broken)
    assert "kari" not in caught.value.text


def test_trust_is_every_pem_in_a_folder(world, tmp_path):
    (tmp_path / "a.pem").write_bytes(demo_ca.certificate_pem(world.real_ca.certificate))
    (tmp_path / "readme.txt").write_bytes(b"not a certificate")
    trust = certificates.load_trust(tmp_path, demo_allowed=False)
    assert trust.roots == (world.real_ca.certificate,)


def test_a_folder_without_issuers_is_refused(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert code_of(certificates.load_trust, folder, demo_allowed=True) == "TRUST_DIRECTORY"


def test_a_demo_issuer_among_the_trusted_stops_production(world, tmp_path):
    (tmp_path / "a.pem").write_bytes(demo_ca.certificate_pem(world.ca.certificate))
    assert code_of(certificates.load_trust, tmp_path, demo_allowed=False) == "DEMO_CERTIFICATE"
    assert certificates.load_trust(tmp_path, demo_allowed=True).demo_allowed


def test_no_key_shows_itself_in_a_log(world):
    assert "key" not in repr(world.signer)
    assert "key" not in repr(world.ca)
