"""What `serve` does, without the command-line library: a server's start is the import of its modules.

`announce` says how to connect; it is all that a running server prints.
"""

from __future__ import annotations

import errno
import socket
import sys
from typing import TYPE_CHECKING

from mockserver import __version__, quick_start

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockserver.server import CannotListen, Server
    from mockserver.session import Session

FAILED, MISUSED = 1, 2


def serve_with(flags: Mapping[str, str | Sequence[str]]) -> int:
    """Serve with these flags, by the settings' names, and answer the exit status."""
    quick_start.import_aiohttp()
    from mockserver.scenario.library import UnknownScenario  # noqa: PLC0415 - after aiohttp's quick import
    from mockserver.server import CannotListen, run  # noqa: PLC0415 - the same
    from mockserver.settings import BadSettings, read_settings  # noqa: PLC0415 - the same

    try:
        run(read_settings(flags), announce)
    except BadSettings as bad:
        return _fail(MISUSED, *bad.mistakes)
    except UnknownScenario as error:
        return _fail(MISUSED, f"--scenario: {error}")
    except CannotListen as error:
        return _fail(FAILED, _explained(error))
    except OSError as error:
        return _fail(FAILED, f"{error.filename}: {error.strerror}" if error.filename is not None else str(error))
    except KeyboardInterrupt:  # where signals cannot be handled
        return 0
    return 0


def announce(server: Server, url: str) -> None:
    """Say where the server is and how to use it."""
    session = server.sessions.default
    people = ", ".join(session.template.directory.people) or "nobody"
    print(f"mockserver {__version__} at {url}")
    print(f"scenario {session.template.scenario} {session.template.version} with {people}\n")
    for title, text in _ways(url, server.https_url, session):
        print(f"  {title:8} {text}")
    sys.stdout.flush()
    for warning in server.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    sys.stderr.flush()


def _ways(url: str, https_url: str | None, session: Session) -> list[tuple[str, str]]:
    directory = session.template.directory
    token = next((text for text, one in directory.tokens.items() if one.state == "valid"), None)
    bearer = token or "TOKEN"
    ways = [] if https_url is None else [("https", f"{https_url} for clients that trust {url}/_mock/ca.pem")]
    ways += [
        ("curl", f"curl -H 'Authorization: Bearer {bearer}' {url}/calendar/v3/calendars/primary/events"),
        ("Python", f'build("calendar", "v3", credentials=…, client_options={{"api_endpoint": "{url}/calendar/v3/"}})'),
        ("Node", f'calendar({{version: "v3", auth, rootUrl: "{url}/"}})'),
        ("Graph", f"curl -H 'Authorization: Bearer {bearer}' {url}/v1.0/me/events"),
    ]
    if directory.service_accounts:
        key = directory.service_accounts[0].key
        ways.append(("key file", f"{url}/_mock/sessions/default/credentials/{key}/google-service-account.json"))
    return [*ways, ("control", f"{url}/_mock/")]


def _explained(error: CannotListen) -> str:
    """Why a server cannot listen, and what would help."""
    cause = error.cause
    if isinstance(cause, socket.gaierror) or cause.errno == errno.EADDRNOTAVAIL:
        return f"cannot listen on {error.host}: it is no address of this machine; --host 0.0.0.0 takes all of them"
    place = f"{error.host}:{error.port}"
    if cause.errno == errno.EADDRINUSE:
        right = f"end it, or take another with {error.option} (0: any free port)"
        return f"cannot listen on {place}: something else does; {right}"
    if cause.errno == errno.EACCES:
        return f"cannot listen on {place}: this user may not; take a port from 1024 with {error.option}"
    return f"cannot listen on {place}: {cause.strerror or cause}"


def _fail(status: int, *messages: str) -> int:
    for message in messages:
        print(f"mockserver: {message}", file=sys.stderr)
    return status
