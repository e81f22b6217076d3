from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from mockserver.identity import key_pool
from mockserver.identity.key_pool import base64url, pooled


def test_the_pool_holds_valid_rsa_2048_pairs_each_once_marked_as_test_material() -> None:
    pairs = [pooled(index, "x", 1) for index in range(key_pool.SIZE)]

    assert len({pair.numbers["n"] for pair in pairs}) == key_pool.SIZE
    assert all(pair.private_key.key_size == 2048 for pair in pairs)
    for pair in pairs:
        load_pem_private_key(pair.private_pem.encode(), None)  # validates
    assert "public test material" in Path(key_pool.__file__).with_name("mock-key-pool.pem").read_text()


def test_any_index_has_a_pair() -> None:
    assert pooled(3, "x", 1).numbers == pooled(3 + key_pool.SIZE, "x", 2).numbers


def test_a_certificate_is_the_same_wherever_it_is_made_and_verifies_with_its_own_key() -> None:
    pair = pooled(1, "autosched", 77)
    again = key_pool.SigningKey(pair.private_key, "autosched", 77)
    certificate = x509.load_pem_x509_certificate(again.certificate_pem.encode())

    assert pair.der == again.der
    certificate.verify_directly_issued_by(certificate)
    assert certificate.serial_number == 77
    assert certificate.subject.rfc4514_string() == "CN=autosched"


def test_thumbprints_are_those_of_the_certificate() -> None:
    pair = pooled(2, "autosched", 5)
    certificate = x509.load_der_x509_certificate(pair.der)

    assert pair.thumbprint == certificate.fingerprint(hashes.SHA1()).hex().upper()  # noqa: S303 - what x5t is made of
    assert pair.x5t == base64url(certificate.fingerprint(hashes.SHA1()))  # noqa: S303 - the same
    assert pair.x5t_s256 == base64url(certificate.fingerprint(hashes.SHA256()))


def test_a_fresh_pair_is_of_nobody_else() -> None:
    assert key_pool.fresh("x", 1).numbers != key_pool.fresh("x", 1).numbers
