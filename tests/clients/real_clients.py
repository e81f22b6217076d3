"""Two real clients of Google Calendar behind one way of calling, so that one test proves a rule for both.

google-api-python-client and @googleapis/calendar, as they are installed: nothing of them is replaced, they are told
another URL and no more. What each does in its own way is shown in test_google_python.py and test_google_node.py. A
helper, not a test.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.contract import CheckedHttp, check_google_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.wire import World

NODE_FOLDER = Path(__file__).resolve().parents[1] / "node"
SCOPES = ["https://www.googleapis.com/auth/calendar"]
SECONDS = 60


class ApiError(Exception):
    """What a client says of an answer that is an error: the calendar's, or the OAuth server's."""

    def __init__(self, status: int, content: Any) -> None:
        error = content["error"]
        if isinstance(error, str):  # RFC 6749 section 5.2
            error = {"errors": [{"reason": error, "message": content["error_description"]}]}
        item = error["errors"][0]
        super().__init__(f"{status} {item['reason']}: {item['message']}")
        self.status = status
        self.reason: str = item["reason"]
        self.message: str = item["message"]
        self.location: str | None = item.get("location")


class Client(Protocol):
    """A client that calls for one person."""

    def call(self, method: str, *, if_match: str | None = None, **parameters: Any) -> Any:
        """Call a method such as `events.list`, with `body` for a body. Raises `ApiError`."""


Connect = Callable[[str], Client]
"""Makes the client of a person, by the person's key in the scenario."""


def service_account_credentials(world: World, person: str) -> Any:
    """Google's own credentials, from the key file that the control API makes, on behalf of a person."""
    key = world.wire.control("GET", f"{world.path}/credentials/sync-bot/google-service-account.json")
    subject = world.document["people"][person]["email"]
    made = service_account.Credentials.from_service_account_info
    return made(key, scopes=SCOPES, subject=subject)  # type: ignore[no-untyped-call]  # google-auth says no types


def user_credentials(world: World, person: str) -> Any:
    """Google's own credentials of a person who granted an app access, as an application keeps them."""
    client, tokens = world.document["apps"]["autosched"]["google"], world.google(person)
    return Credentials(  # type: ignore[no-untyped-call]  # google-auth says no types
        token=tokens["access_token"],
        refresh_token=tokens["refresh_token"],
        token_uri=world.urls["google_token"],
        client_id=client["client_id"],
        client_secret=client["client_secret"],
    )


def google_calendar(credentials: Any, endpoint: str) -> Any:
    """google-api-python-client's calendar, whose every answer is judged. `endpoint` is the only URL it is told."""
    http = AuthorizedHttp(credentials, http=CheckedHttp(timeout=SECONDS))
    return build("calendar", "v3", http=http, client_options={"api_endpoint": endpoint + "/"})


class PythonClient:
    """google-api-python-client with google-auth: a service account that acts for a person."""

    def __init__(self, world: World, person: str) -> None:
        self.calendar = google_calendar(service_account_credentials(world, person), world.urls["google_calendar"])

    def call(self, method: str, *, if_match: str | None = None, **parameters: Any) -> Any:
        noun, _, verb = method.partition(".")
        verb = {"import": "import_"}.get(verb, verb)  # a word of the language's own
        request = getattr(getattr(self.calendar, noun)(), verb)(**parameters)
        if if_match is not None:
            request.headers["If-Match"] = if_match
        try:
            return request.execute() or None
        except HttpError as error:
            raise ApiError(error.status_code, json.loads(error.content)) from error

    def close(self) -> None:
        self.calendar.close()


def node_program() -> str:
    """The Node that is installed beside this Python, else the machine's. Fails the test without it or its packages."""
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if node is None or not (NODE_FOLDER / "node_modules").is_dir():
        pytest.fail("Node or the packages in tests/node are missing: `make pytest` installs both", pytrace=False)
    return node


class NodeProcess:
    """One Node process with a real client in it, which takes a command a line, as JSON (tests/node/)."""

    def __init__(self, *command: str, **variables: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - a script of this project
            [node_program(), *command],
            cwd=NODE_FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | variables,
        )

    def done(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Have one command done, and answer its result."""
        process = self._process
        assert process.stdin
        assert process.stdout
        watchdog = Timer(SECONDS, process.kill)
        watchdog.start()
        try:
            process.stdin.write(json.dumps(command) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        finally:
            watchdog.cancel()
        assert line, f"Node ended, or took longer than {SECONDS} seconds, at {command}"
        result: dict[str, Any] = json.loads(line)
        return result

    def close(self) -> None:
        self._process.communicate(timeout=SECONDS)


class Node(NodeProcess):
    """A client of Google's: `@googleapis/calendar`, or `googleapis`."""

    def __init__(self, package: str) -> None:
        super().__init__("google.mjs", package)

    def command(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Have one command done, judge what was answered on the way, and answer its result."""
        result = self.done(command)
        for seen in result.pop("answers"):
            body = base64.b64decode(seen["body"])
            check_google_answer(seen["method"], seen["url"], seen["status"], seen["headers"], body)
        return result


class NodeClient:
    """@googleapis/calendar or googleapis, with google-auth-library: an OAuth client, for a person who let it in.

    It keeps only the origin of `rootUrl`, so it is the credential alone that says which session a call belongs to.
    """

    def __init__(self, node: Node, world: World, person: str) -> None:
        self._node = node
        self._person = person
        client = world.document["apps"]["autosched"]["google"]
        node.command(
            {
                "connect": {
                    "person": person,
                    "rootUrl": world.wire.url + "/",
                    "tokenUrl": world.wire.url + "/token",
                    "clientId": client["client_id"],
                    "clientSecret": client["client_secret"],
                    "credentials": {"refresh_token": world.google(person)["refresh_token"]},
                }
            }
        )

    def call(self, method: str, *, if_match: str | None = None, **parameters: Any) -> Any:
        parameters = {"requestBody" if name == "body" else name: value for name, value in parameters.items()}
        headers = {} if if_match is None else {"If-Match": if_match}
        call = {"person": self._person, "method": method, "parameters": parameters, "headers": headers}
        result = self._node.command({"call": call})
        if "error" in result:
            raise ApiError(result["error"]["status"], result["error"]["data"])
        return result["data"] or None
