"""The certificate by which an app proves itself at Microsoft instead of by a secret, with its key from the pool."""

from __future__ import annotations

import msgspec

from mockserver.identity import key_pool
from mockserver.ids import derive


class ClientCertificate(msgspec.Struct, frozen=True):
    """A registered certificate. `thumbprint` is what Azure's portal shows: SHA-1 in upper-case hexadecimal digits.

    `private_key` is PKCS#8 and `certificate` X.509, both in PEM; `x5t` and `x5t_s256` are the header members that name
    it in an assertion.
    """

    private_key: str
    certificate: str
    thumbprint: str
    x5t: str
    x5t_s256: str


def key_of(app: str, seed: str, place: int) -> key_pool.SigningKey:
    """The pair of an app and its certificate. Apps in neighbouring places have different pairs."""
    first = derive("client-certificate", seed).number(key_pool.SIZE)
    serial = derive("client-certificate-serial", seed, app).number(1 << 120) + 1
    return key_pool.pooled(first + place, app, serial)


def of(key: key_pool.SigningKey) -> ClientCertificate:
    """The registered certificate of a pair."""
    return ClientCertificate(key.private_pem, key.certificate_pem, key.thumbprint, key.x5t, key.x5t_s256)
