"""A quick start costs nothing later: all of aiohttp is there, and what goes out is verified as ever.

Each test is a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mockserver.clock import datetime_of, real_now

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 60


def run(script: str, **environment: str) -> str:
    """What a Python process prints that runs a script."""
    command = [sys.executable, "-c", dedent(script)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - our own script
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that signed itself, with its key, as a file that is its own bundle too."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime_of(real_now())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(certificate.public_bytes(Encoding.PEM) + secret)
    return path


def test_aiohttp_s_server_comes_without_its_client() -> None:
    script = """
        import sys
        from mockserver import quick_start
        quick_start.import_aiohttp()
        print("aiohttp.web_server" in sys.modules, "aiohttp.client" in sys.modules, "aiohttp.connector" in sys.modules)
    """

    assert run(script) == "True False False"


def test_whoever_asks_aiohttp_for_a_name_gets_what_there_is() -> None:
    script = """
        from mockserver import quick_start
        quick_start.import_aiohttp()
        from aiohttp import ClientSession, web
        import aiohttp, aiohttp.client, aiohttp.http, importlib.metadata
        print(ClientSession is aiohttp.client.ClientSession, web.StreamResponse.__name__)
        print(aiohttp.http.SERVER_SOFTWARE.endswith(f"aiohttp/{importlib.metadata.version('aiohttp')}"))
        print(hasattr(aiohttp, "no_such_name"), {"ClientTimeout", "TCPConnector"} <= set(vars(aiohttp)))
    """

    assert run(script).splitlines() == ["True StreamResponse", "True", "False True"]


def test_where_aiohttp_is_imported_already_it_stays_as_it_is() -> None:
    script = """
        import aiohttp
        from mockserver import quick_start
        quick_start.import_aiohttp()
        print(aiohttp.ClientSession.__name__)
    """

    assert run(script) == "ClientSession"


CALL = """
    import asyncio, ssl
    from mockserver import quick_start
    quick_start.import_aiohttp()
    import aiohttp
    from aiohttp import web

    async def main():
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(%r)

        async def answer(request):
            return web.Response(text="answered")

        server = await asyncio.get_running_loop().create_server(web.Server(answer), "127.0.0.1", 0, ssl=tls)
        port = server.sockets[0].getsockname()[1]
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(20)) as client:
            for _ in range(2):
                try:
                    async with client.get(f"https://localhost:{port}") as response:
                        print(await response.text())
                except aiohttp.ClientConnectorCertificateError:
                    print("refused")
        contexts = [c for c in vars(aiohttp.connector).values() if isinstance(c, ssl.SSLContext)]
        print(any(type(c) is ssl.SSLContext for c in contexts))
        server.close()

    asyncio.run(main())
"""


def test_a_server_whose_authority_is_in_the_bundle_is_trusted(authority: Path) -> None:
    printed = run(CALL % str(authority), SSL_CERT_FILE=str(authority))

    assert printed.splitlines() == ["answered", "answered", "True"]


def test_any_other_server_is_refused_as_ever(authority: Path) -> None:
    assert run(CALL % str(authority)).splitlines() == ["refused", "refused", "True"]


def test_nobody_looks_for_garbage_until_the_start_is_over() -> None:
    script = """
        import gc
        from mockserver import quick_start
        quick_start.import_aiohttp()
        print(gc.isenabled())
        quick_start.settle()
        print(gc.isenabled(), gc.get_freeze_count() > 1000)
    """

    assert run(script).splitlines() == ["False", "True True"]


# What a server does without until somebody asks for it. Each is a noticeable part of the start, or all of a folder.
LATE = (
    "aiohttp.client", "authlib", "click", "cryptography", "dateutil", "joserfc", "jsonschema", "yaml",
    "mockserver.control.sessions", "mockserver.control.webhooks", "mockserver.google.batch",
    "mockserver.google.oauth.operations", "mockserver.google.push.operations", "mockserver.identity.grants",
    "mockserver.scenario.rules",
)  # fmt: skip


def test_a_server_is_made_without_what_is_only_asked_for_later() -> None:
    script = """
        import sys
        from mockserver import quick_start
        quick_start.import_aiohttp()
        import mockserver.cli.serving
        from mockserver.server import Server
        from mockserver.settings import Settings
        Server(Settings()).sessions.default.documents
        print(*(name for name in %r if name in sys.modules))
    """

    run(script % (LATE,))  # where the cache of scenarios is cold, the first reads them
    assert run(script % (LATE,)) == ""


def test_of_graph_a_server_is_made_with_its_provider_its_routes_and_its_limits() -> None:
    script = """
        import sys
        from mockserver import quick_start
        quick_start.import_aiohttp()
        import mockserver.cli.serving
        from mockserver.server import Server
        from mockserver.settings import Settings
        Server(Settings()).sessions.default.documents
        print(*sorted(name for name in sys.modules if name.startswith("mockserver.microsoft.")))
    """

    run(script)  # where the cache of scenarios is cold, the first reads them
    assert run(script).split() == [
        f"mockserver.microsoft.{name}" for name in ("limits", "oauth", "oauth.paths", "provider", "routes")
    ]
