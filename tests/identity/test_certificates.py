from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from mockserver.identity import certificates

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


def test_a_certificate_belongs_to_its_private_key(identity: Identity) -> None:
    made = identity.certificate("sync-bot")
    private: Any = load_pem_private_key(made.private_key.encode(), None)
    public: Any = load_pem_x509_certificate(made.certificate.encode()).public_key()

    assert private.public_key().public_numbers() == public.public_numbers()


def test_every_app_of_every_seed_has_its_own_certificate(identity: Identity) -> None:
    assert identity.certificate("sync-bot") == identity.certificate("sync-bot")
    keys = [certificates.key_of(app, seed, place) for place, app in enumerate("ab") for seed in ("1", "2")]
    assert len({key.thumbprint for key in keys}) == 4
    assert keys[0].numbers != keys[2].numbers


def test_an_unknown_app_has_none(identity: Identity) -> None:
    with pytest.raises(LookupError):
        identity.certificate("nobody")
