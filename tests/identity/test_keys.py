from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from joserfc.jwk import RSAKey

from mockserver.identity import keys


def test_the_shipped_key_is_a_valid_rsa_2048_pair_marked_as_test_material() -> None:
    validated: Any = load_pem_private_key(keys.private_pem().encode(), None)
    assert keys.private_key().key_size == 2048
    assert keys.private_key().private_numbers() == validated.private_numbers()
    shipped = Path(keys.__file__).with_name("mock-signing-key.pem").read_text()
    assert "public test material" in shipped
    assert keys.private_pem().startswith("-----BEGIN PRIVATE KEY-----\n")


def test_all_forms_are_of_the_same_key() -> None:
    numbers = keys.private_key().public_key().public_numbers()
    jwk = keys.public_jwk("k1")
    loaded: Any = load_pem_public_key(keys.public_pem().encode())
    assert loaded.public_numbers() == numbers
    assert RSAKey.import_key({"kty": jwk["kty"], "n": jwk["n"], "e": jwk["e"]}).public_key.public_numbers() == numbers
    assert not keys.verifying_key().is_private
    assert set(jwk) == {"kid", "n", "e", "alg", "use", "kty"}


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """Start-up is imports: a session is made, judged and refreshed without a line of cryptography."""
    code = (
        "import sys\n"
        "from mockserver.identity import credential_files, grants, revocation, tokeninfo\n"
        "from mockserver.identity.identity import Identity\n"
        "heavy = {'authlib', 'joserfc', 'cryptography', 'difflib', 'importlib.resources'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(keys.__file__).parents[2])  # noqa: S603 - our own line
