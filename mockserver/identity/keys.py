"""The signing key: one RSA pair that ships with the package, public test material that protects nothing.

Making a key takes longer than a session does, so all service accounts share this one; what tells them apart is the
account that signs and its own key id. It is loaded on first use, without validation: the file is ours.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from joserfc.jwk import RSAKey

_BEGIN = "-----BEGIN PRIVATE KEY-----"


@cache
def private_pem() -> str:
    """The private key in PKCS#8, as it stands in a service account's key file."""
    text = Path(__file__).with_name("mock-signing-key.pem").read_text("ascii")
    return text[text.index(_BEGIN) :]


@cache
def private_key() -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - slow to import, and rarely needed
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - the same

    key = load_pem_private_key(private_pem().encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("mock-signing-key.pem holds no RSA key")
    return key


@cache
def public_pem() -> str:
    """The public key as SubjectPublicKeyInfo."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - slow to import, and rarely needed

    public = serialization.PublicFormat.SubjectPublicKeyInfo
    return private_key().public_key().public_bytes(serialization.Encoding.PEM, public).decode()


@cache
def verifying_key() -> RSAKey:
    """The public key as joserfc wants it."""
    from joserfc.jwk import RSAKey  # noqa: PLC0415 - slow to import, and rarely needed

    return RSAKey.import_key(private_key().public_key())


def public_jwk(kid: str) -> dict[str, str]:
    """The public key as a JSON Web Key (RFC 7517) under a key id, with the members of Google's own sets."""
    numbers = verifying_key().as_dict(private=False)
    return {"kid": kid, "n": str(numbers["n"]), "e": str(numbers["e"]), "alg": "RS256", "use": "sig", "kty": "RSA"}
