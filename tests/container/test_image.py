"""The image as CI runs it: 256 MB, a quarter of a CPU, no capabilities, a file system that cannot be written.

Runs with whatever container engine answers (DOCKER_HOST), and skips, saying so, where none does. TEST_BASE_IMAGE is the
base on a machine without a container registry; TEST_CONTAINER_ENGINE=required forbids the skip.
"""

from __future__ import annotations

import gc
import json
import os
import re
import tarfile
import warnings
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docker
import pytest
from docker.errors import BuildError, DockerException
from google.oauth2 import service_account
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from mockserver import clock
from tests.contract import CheckedHttp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker.models.containers import Container

pytestmark = [pytest.mark.container, pytest.mark.xdist_group("container")]

ROOT = Path(__file__).resolve().parents[2]
CREDENTIALS: Any = service_account.Credentials  # the library has no types
SESSION = "/_mock/sessions/default"
TAG = "calendar-mockserver:test"
BASE_IMAGE = os.environ.get("TEST_BASE_IMAGE", "python:3.13-slim")
EXPECTED = re.compile(
    r"opt/mockserver(/.*)?"  # the environment
    r"|usr/.*/__pycache__(/.*\.opt-1\.pyc)?"  # the standard library, compiled
    r"|etc/(passwd|shadow|group|gshadow|subuid|subgid)-|etc/\.pwd\.lock"  # what adding a user leaves
)
BUILD_TOOL = re.compile(
    r"/(\.git|pip|setuptools|hatchling|pytest)(/|$)|site-packages/(tests|tools|benchmarks)(/|$)|\.whl$"
)
MOST_SECONDS = 60
GRACE_SECONDS = 10
BUDGET = {"mem_limit": "256m", "nano_cpus": 250_000_000}
LOCKED_DOWN = {"read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges"]}


def answering_engine() -> docker.DockerClient | str:
    """The container engine that answers, or why none does."""
    with warnings.catch_warnings():
        # The SDK leaves the socket open that found nobody; it is collected here, where that is no news.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            return docker.from_env()
        except DockerException as error:
            where = os.environ.get("DOCKER_HOST", "the default socket")
            reason = f"no container engine answers at {where}: {error}"
        gc.collect()
    return reason


@pytest.fixture(scope="module")
def engine() -> Iterator[docker.DockerClient]:
    """The container engine; the one reason there is to skip these tests is that none answers."""
    found = answering_engine()
    if isinstance(found, str):
        if os.environ.get("TEST_CONTAINER_ENGINE") == "required":
            pytest.fail(found, pytrace=False)
        pytest.skip(found)
    yield found
    found.close()


@pytest.fixture(scope="module")
def image(engine: docker.DockerClient) -> str:
    try:
        engine.images.build(path=str(ROOT), tag=TAG, rm=True, forcerm=True, buildargs={"BASE_IMAGE": BASE_IMAGE})
    except BuildError as error:
        log = "".join(part.get("stream", "") for part in error.build_log)
        pytest.fail(f"the image does not build: {error}\n{log[-4000:]}", pytrace=False)
    return TAG


@pytest.fixture(scope="module")
def container(engine: docker.DockerClient, image: str) -> Iterator[Container]:
    """The container that most rules look at, once it is healthy."""
    with started(engine, image) as running:
        yield running


@contextmanager
def started(engine: docker.DockerClient, image: str) -> Iterator[Container]:
    """A container under the CI budget that its own HEALTHCHECK has called healthy."""
    created = engine.containers.create(image, ports={"8080/tcp": ("127.0.0.1", 0)}, **BUDGET, **LOCKED_DOWN)
    try:
        # The engine itself ends the stream of events after that time, so nothing here waits for ever or polls.
        until = clock.real_now() // 1_000_000 + MOST_SECONDS
        events = engine.events(decode=True, until=until, filters={"container": created.id})
        created.start()
        seen = []
        for event in events:
            seen.append(event["Action"])
            if seen[-1] in {"health_status: healthy", "health_status: unhealthy", "die"}:
                break
        events.close()
        created.reload()
        assert seen[-1:] == ["health_status: healthy"], f"{seen}\n{created.attrs['State']}\n{created.logs().decode()}"
        yield created
    finally:
        created.remove(force=True)


def ask(container: Container, method: str, path: str, token: str | None = None) -> tuple[int, Any]:
    """One request to the published port: the status and the JSON of the answer."""
    port = int(container.ports["8080/tcp"][0]["HostPort"])
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers={"Authorization": f"Bearer {token}"} if token else {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    finally:
        connection.close()


def files_of(engine: docker.DockerClient, image: str, folder: Path) -> set[str]:
    """The path of every file in an image, without the leading slash."""
    created = engine.containers.create(image)
    try:
        archive = folder / "files.tar"
        with archive.open("wb") as file:
            file.writelines(created.export())
        with tarfile.open(archive) as files:
            return set(files.getnames())
    finally:
        created.remove(force=True)


def run(container: Container, *command: str) -> str:
    """What a command prints inside the container, as the server's own user."""
    code, output = container.exec_run(list(command))
    text: str = output.decode()
    assert code == 0, f"{command} ended with {code}: {text}"
    return text.strip()


def test_it_is_healthy_with_256_mb_and_a_quarter_of_a_cpu(container: Container) -> None:
    status, body = ask(container, "GET", "/healthz")

    assert (status, body["status"]) == (HTTPStatus.OK, "ok")
    assert container.attrs["HostConfig"]["Memory"] == 256 * 1024 * 1024
    assert container.attrs["HostConfig"]["NanoCpus"] == 250_000_000
    assert not container.attrs["State"]["OOMKilled"]


def test_the_curl_of_the_readme_lists_events(container: Container) -> None:
    status, body = ask(container, "GET", "/calendar/v3/calendars/primary/events", token="alice")

    assert status == HTTPStatus.OK, body
    assert body["kind"] == "calendar#events"
    assert body["items"]


def google_calendar(container: Container) -> Any:
    """The real client as alice, through the service account whose key the server made; its answers are judged."""
    _, session = ask(container, "GET", SESSION)
    _, key = ask(container, "GET", f"{SESSION}/credentials/sync-bot/google-service-account.json")
    credentials = CREDENTIALS.from_service_account_info(
        key, scopes=["https://www.googleapis.com/auth/calendar"], subject=session["people"]["alice"]["email"]
    )
    endpoint = session["urls"]["google_calendar"] + "/"
    http = AuthorizedHttp(credentials, http=CheckedHttp())
    return build("calendar", "v3", http=http, client_options={"api_endpoint": endpoint})


def test_an_unmodified_google_client_reads_and_writes_a_series_over_a_clock_change(container: Container) -> None:
    start = {"dateTime": "2026-03-07T09:00:00", "timeZone": "America/New_York"}
    end = start | {"dateTime": "2026-03-07T09:30:00"}
    series = {"summary": "Release", "start": start, "end": end, "recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]}

    with google_calendar(container) as calendar:
        made = calendar.events().insert(calendarId="primary", body=series).execute()
        instances = calendar.events().instances(calendarId="primary", eventId=made["id"]).execute()["items"]
        renamed = calendar.events().patch(calendarId="primary", eventId=made["id"], body={"summary": "New"}).execute()
        stale = calendar.events().delete(calendarId="primary", eventId=made["id"])
        stale.headers["If-Match"] = made["etag"]
        with pytest.raises(HttpError) as refused:
            stale.execute()
        calendar.events().delete(calendarId="primary", eventId=made["id"]).execute()
        kept = calendar.events().list(calendarId="primary", singleEvents=True, q="New").execute()["items"]

    starts = [instance["start"]["dateTime"] for instance in instances]
    assert starts == ["2026-03-07T09:00:00-05:00", "2026-03-08T09:00:00-04:00"]
    assert renamed["summary"] == "New"
    assert refused.value.status_code == HTTPStatus.PRECONDITION_FAILED
    assert made["id"] not in {event.get("recurringEventId") for event in kept}


def test_it_refuses_who_brings_no_token(container: Container) -> None:
    status, _ = ask(container, "GET", "/calendar/v3/calendars/primary/events")

    assert status == HTTPStatus.UNAUTHORIZED


def test_the_server_runs_as_an_ordinary_user(container: Container) -> None:
    titles, *processes = container.top(ps_args="-eo uid,pid,args")["Processes"], container.attrs["Config"]["User"]

    assert run(container, "id", "-u") == "10001"
    assert processes == ["10001:10001"], "numeric, so that an orchestrator can see that it is not root"
    assert all(row[0] == "10001" for row in titles)


def test_sigterm_ends_it_within_the_grace_time_and_with_code_0(engine: docker.DockerClient, image: str) -> None:
    with started(engine, image) as running:
        before = clock.monotonic()
        running.stop(timeout=GRACE_SECONDS)
        took = clock.monotonic() - before

        assert running.wait(timeout=GRACE_SECONDS)["StatusCode"] == 0, running.logs().decode()
        assert took < GRACE_SECONDS, "the engine had to kill it"


def test_nothing_of_the_build_is_left(engine: docker.DockerClient, image: str, tmp_path: Path) -> None:
    """Beside the base there are the server's folder and byte code: no sources, caches, compilers, and no installer."""
    added = files_of(engine, image, tmp_path) - files_of(engine, BASE_IMAGE, tmp_path)

    assert [name for name in sorted(added) if not EXPECTED.fullmatch(name)] == []
    assert [name for name in sorted(added) if BUILD_TOOL.search(name)] == []


def test_every_module_of_the_server_is_compiled(container: Container) -> None:
    """The file system cannot be written, so what is not compiled in the image is compiled at every start."""
    program = (
        "import importlib.util, pathlib, mockserver, os\n"
        "for path in pathlib.Path(mockserver.__file__).parent.rglob('*.py'):\n"
        "    if not os.path.exists(importlib.util.cache_from_source(path)): print(path)\n"
        "if not os.path.exists(importlib.util.cache_from_source(os.__file__)): print(os.__file__)"
    )

    assert run(container, "/opt/mockserver/bin/python", "-c", program) == ""


def test_the_scenario_library_is_decoded_in_the_image(container: Container) -> None:
    """Reading YAML costs seconds at a quarter of a CPU: no scenario of the image is read from its YAML at the start."""
    program = (
        "import sys\n"
        "from mockserver.scenario.library import Library, shipped_library\n"
        "library = Library(shipped_library())\n"
        "names = [entry.name for version in library.versions for entry in library.entries(version)]\n"
        "scenarios = [library.get(name) for name in names]\n"
        "print(len(scenarios), 'yaml' in sys.modules)"
    )

    count, _, yaml_was_read = run(container, "/opt/mockserver/bin/python", "-c", program).partition(" ")

    assert int(count) >= 1
    assert yaml_was_read == "False"
