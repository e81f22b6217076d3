"""TLS: a certificate authority of the server's own, the certificate that it signs, and the port that shows it.

Nothing here is imported before TLS is asked for. The keys are real chance: no answer depends on them but the
authority's certificate itself. The authority's key never leaves this module, save for the folder that keeps it.
"""

from __future__ import annotations

import asyncio
import os
import re
import ssl
import sys
import tempfile
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import trustme

HERE = ("localhost", "127.0.0.1", "::1", "mockserver")
"""What every machine calls itself, and what a container of this server is usually called."""
PROVIDERS = (
    "www.googleapis.com",
    "oauth2.googleapis.com",
    "accounts.google.com",
    "openidconnect.googleapis.com",
    "iamcredentials.googleapis.com",
    "sts.googleapis.com",
    "calendar.googleapis.com",
    "graph.microsoft.com",
    "login.microsoftonline.com",
    "login.windows.net",
    "sts.windows.net",
)
"""The hosts that this server stands in for: an application that is led here by such a name finds it certified."""
HANDSHAKE_SECONDS = 10.0
"""How long a handshake may take. Who connects and says nothing is not waited for any longer."""
SHUTDOWN_SECONDS = 2.0
"""How long a closed connection may wait for the other side's `close_notify`; many clients never send one."""
CERTIFICATE_FILE, KEY_FILE = "ca.pem", "ca-with-key.pem"
"""What a kept authority's folder holds: what clients trust, and the same after its key."""

# RFC 1123 section 2.1, and no hyphens in the third and fourth place, which are IDNA's (RFC 5891 section 4.2.3.1).
_LABEL = r"(?!..--)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(\*\.)?{_LABEL}(\.{_LABEL})*", re.IGNORECASE)


class BadAuthority(ValueError):  # noqa: N818 - named by what it says
    """A folder that holds no whole certificate authority."""


def can_be_certified(name: str) -> bool:
    """Whether a certificate can carry this as a server's name: a host name, perhaps `*.` before it, or an address."""
    with suppress(ValueError):
        return bool(ip_address(name))
    return len(name) <= 253 and _NAME.fullmatch(name) is not None


class Tls:
    """The TLS of one server.

    `names` are certified beside those that always are; `left_out` are those of them that no certificate can carry.
    Without `folder` the authority is a fresh one. Raises `BadAuthority`, and OSError where the folder cannot be used.
    """

    def __init__(self, names: Iterable[str] = (), folder: Path | None = None) -> None:
        names = tuple(dict.fromkeys(names))
        self.left_out = tuple(name for name in names if not can_be_certified(name))
        certified = dict.fromkeys((*HERE, *(name.lower() for name in names if name not in self.left_out), *PROVIDERS))
        authority = _fresh() if folder is None else _kept(folder)
        self.ca_pem = authority.cert_pem.bytes().decode("ascii")
        self._context = _context(authority.issue_cert(*certified, organization_name="mockserver"))
        self._listening: asyncio.Server | None = None
        self._port = 0

    @property
    def port(self) -> int:
        """The port it listens on, or did. Raises RuntimeError before it listens."""
        if not self._port:
            raise RuntimeError("nothing listens for TLS yet")
        return self._port

    def base(self, host: str) -> str:
        """What URLs over TLS begin with, under this name of the server (an IPv6 address in its brackets)."""
        return f"https://{host}" if self.port == 443 else f"https://{host}:{self.port}"

    async def listen(self, http: Callable[[], asyncio.BaseProtocol], host: str, port: int, backlog: int) -> None:
        """Answer over TLS what `http` answers without. Raises OSError where the address cannot be had."""
        self._listening = await asyncio.get_running_loop().create_server(
            http,
            host,
            port,
            backlog=backlog,
            ssl=self._context,
            ssl_handshake_timeout=HANDSHAKE_SECONDS,
            ssl_shutdown_timeout=SHUTDOWN_SECONDS,
        )
        self._port = self._listening.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Listen no longer. Connections that are open stay so."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    if sys.platform != "linux":
        certificate.configure_cert(context)
        return context
    # By way of memory: OpenSSL is given a file, and in a container there may be nowhere to write one.
    with os.fdopen(os.memfd_create("certificate"), "wb") as file:
        file.write(certificate.private_key_and_cert_chain_pem.bytes())
        file.flush()
        context.load_cert_chain(f"/proc/self/fd/{file.fileno()}")
    return context


def _fresh() -> trustme.CA:
    import trustme  # noqa: PLC0415 - a tenth of a second, which only TLS is to cost

    return trustme.CA(path_length=0, organization_name="mockserver, for tests only")


def _kept(folder: Path) -> trustme.CA:
    """The authority that a folder keeps. A folder without one gets one, whole or not at all."""
    folder.mkdir(exist_ok=True)
    public, secret = folder / CERTIFICATE_FILE, folder / KEY_FILE
    if public.exists() and not secret.exists():  # in this order: the key is there first, even while another makes both
        raise BadAuthority(f"{public} is there without its key in {secret.name}; remove it, or bring the key back")
    if not secret.exists():
        made = _fresh()
        pem = made.private_key_pem.bytes() + made.cert_pem.bytes()
        with suppress(FileExistsError):  # another server was quicker: its authority is the folder's
            _write(secret, pem, os.link)
    authority = _read(secret)
    pem = authority.cert_pem.bytes()
    if not public.exists():
        _write(public, pem, os.replace, mode=0o644)
    elif public.read_bytes() != pem:
        raise BadAuthority(f"{public} is another certificate than that in {secret.name}; remove the one that is wrong")
    return authority


def _write(path: Path, content: bytes, place: Callable[[str, Path], None], mode: int = 0o600) -> None:
    """Write a file beside its place, and put it there in one step."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(draft).chmod(mode)
        place(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)


def _read(path: Path) -> trustme.CA:
    import trustme  # noqa: PLC0415 - as above
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - as above
    from cryptography.x509 import (  # noqa: PLC0415 - as above
        BasicConstraints,
        ExtensionNotFound,
        load_pem_x509_certificate,
    )

    pem = path.read_bytes()
    try:
        key, certificate = load_pem_private_key(pem, None), load_pem_x509_certificate(pem)
        if key.public_key() != certificate.public_key():
            raise BadAuthority("the key is another certificate's")
        if not certificate.extensions.get_extension_for_class(BasicConstraints).value.ca:
            raise BadAuthority("the certificate is no authority's")
        authority = trustme.CA.from_pem(pem, pem)
        authority.issue_cert("localhost")
    except (ValueError, TypeError, UnsupportedAlgorithm, ExtensionNotFound) as error:
        why = str(error).splitlines()[0]
        right = f"remove it and {CERTIFICATE_FILE}, and both are made anew"
        raise BadAuthority(f"{path} holds no certificate authority after its key ({why}); {right}") from error
    return authority
