"""A pool of RSA-2048 pairs that ships with the package, and the certificates that name them.

Public test material that protects nothing: making a pair takes longer than a session does. Which pair is whose is
decided elsewhere: `key_sets.py` for what the authorization servers sign with, `certificates.py` for what apps do.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from joserfc.jwk import RSAKey

SIZE = 8
"""How many pairs there are."""
_BEGIN, _END = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----\n"
# Wide enough for every session clock that anybody sets, and fixed, so that a certificate is the same everywhere.
_FROM, _UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class SigningKey:
    """An RSA pair with a self-signed certificate; equal parts give equal bytes, for RS256 leaves nothing to chance."""

    def __init__(self, private_key: RSAPrivateKey, subject: str, serial: int) -> None:
        self.private_key = private_key
        self._subject = subject
        self._serial = serial

    @cached_property
    def private_pem(self) -> str:
        """The private key in PKCS#8."""
        from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415 - slow to import, rarely needed

        encoding, pkcs8 = forms.Encoding.PEM, forms.PrivateFormat.PKCS8
        return self.private_key.private_bytes(encoding, pkcs8, forms.NoEncryption()).decode()

    @cached_property
    def der(self) -> bytes:
        """The certificate."""
        from cryptography import x509  # noqa: PLC0415 - slow to import, and rarely needed
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - the same

        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, self._subject)])
        builder = x509.CertificateBuilder(name, name, self.private_key.public_key(), self._serial, _FROM, _UNTIL)
        return builder.sign(self.private_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    @cached_property
    def certificate_pem(self) -> str:
        text = base64.b64encode(self.der).decode()
        lines = [text[at : at + 64] for at in range(0, len(text), 64)]
        return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])

    @cached_property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate in upper-case hexadecimal digits, as Azure's portal shows it."""
        return hashlib.sha1(self.der, usedforsecurity=False).hexdigest().upper()

    @cached_property
    def x5t(self) -> str:
        """SHA-1 of the certificate as RFC 7515 section 4.1.7 writes it."""
        return base64url(hashlib.sha1(self.der, usedforsecurity=False).digest())

    @cached_property
    def x5t_s256(self) -> str:
        """SHA-256 of the certificate as RFC 7515 section 4.1.8 writes it."""
        return base64url(hashlib.sha256(self.der).digest())

    @cached_property
    def jose(self) -> RSAKey:
        """The pair as joserfc signs with it."""
        from joserfc.jwk import RSAKey  # noqa: PLC0415 - slow to import, and rarely needed

        return RSAKey.import_key(self.private_key)

    @cached_property
    def jose_public(self) -> RSAKey:
        """The public key as joserfc verifies with it."""
        from joserfc.jwk import RSAKey  # noqa: PLC0415 - slow to import, and rarely needed

        return RSAKey.import_key(self.private_key.public_key())

    @cached_property
    def numbers(self) -> dict[str, str]:
        """`n` and `e` of the public key (RFC 7518 section 6.3.1)."""
        public = self.private_key.public_key().public_numbers()
        return {name: base64url(_octets(number)) for name, number in (("n", public.n), ("e", public.e))}


def base64url(raw: bytes) -> str:
    """RFC 7515 section 2: without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@lru_cache(256)
def pooled(index: int, subject: str, serial: int) -> SigningKey:
    """A pair of the pool with a certificate of that subject and serial number; any index has one."""
    return SigningKey(_pair(index % SIZE), subject, serial)


def fresh(subject: str, serial: int) -> SigningKey:
    """A pair that nobody has had before: tens of milliseconds of real chance."""
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - slow to import, and rarely needed

    return SigningKey(rsa.generate_private_key(65537, 2048), subject, serial)


@cache
def _pair(index: int) -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - slow to import, and rarely needed
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - the same

    text = Path(__file__).with_name("mock-key-pool.pem").read_text("ascii")
    pem = _BEGIN + text.split(_BEGIN)[index + 1].partition(_END)[0] + _END
    key = load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("mock-key-pool.pem holds something else than RSA keys")
    return key


def _octets(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
