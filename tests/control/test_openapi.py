"""The OpenAPI document against its specification, against the operations, and against what is really answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from mockserver.control import problems
from mockserver.control.openapi import document
from mockserver.control.provider import Control

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.wire import World

METHODS = {"get", "put", "post", "delete", "patch"}
GREETING = "scenario: hello-openapi\nsummary: Sent by a test\n"
# One call of each operation that succeeds: path, body. `{}` is the session's path.
CALLS: dict[str, tuple[str, Any]] = {
    "healthz": ("/../healthz", None),
    "metrics": ("/metrics", None),
    "page": ("/", None),
    "problems": ("/problems", None),
    "openapi": ("/openapi.json", None),
    "scenarios.list": ("/scenarios", None),
    "scenarios.upload": ("/scenarios", GREETING),
    "sessions.create": ("/sessions", {"scenario": "office"}),
    "sessions.list": ("/sessions", None),
    "sessions.get": ("{}", None),
    "sessions.delete": ("{}", None),
    "sessions.reset": ("{}/reset", None),
    "clock.get": ("{}/clock", None),
    "clock.patch": ("{}/clock", {"advance": "PT1S"}),
    "snapshots.list": ("{}/snapshots", None),
    "snapshots.save": ("{}/snapshots", {"name": "one"}),
    "snapshots.restore": ("{}/snapshots/one/restore", None),
    "requests.list": ("{}/requests", None),
    "requests.clear": ("{}/requests", None),
    "requests.verify": ("{}/verify", {"expect": [{"operation": "google.events.list"}]}),
    "changes.make": ("{}/changes", {"do": {"revoke": {"person": "alice"}}}),
    "credentials.google_service_account": ("{}/credentials/sync-bot/google-service-account.json", None),
    "credentials.google_client_secrets": ("{}/credentials/autosched/google-client-secrets.json", None),
    "credentials.microsoft": ("{}/credentials/autosched/microsoft.json", None),
    "credentials.env": ("{}/credentials/autosched/env", None),
    "faults.list": ("{}/faults", None),
    "faults.arm": ("{}/faults", {"fault": "unavailable", "when": {"person": "bob"}}),
    "faults.disarm_all": ("{}/faults", None),
    "faults.disarm": ("{}/faults/1", None),
    "webhooks.list": ("{}/webhooks", None),
    "webhooks.settle": ("{}/webhooks/settle", {}),
}


@pytest.fixture
def served(ask: Asker) -> dict[str, Any]:
    found: dict[str, Any] = ask.get("/openapi.json")
    return found


def described(served: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and description of every operation, by its id."""
    return {
        one["operationId"]: (method.upper(), path, one)
        for path, methods in served["paths"].items()
        for method, one in methods.items()
        if method in METHODS
    }


def schema_of(served: dict[str, Any], name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": served["components"]})


def test_it_is_what_the_specification_asks_for(served: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(served).iter_errors()] == []


def test_every_operation_is_described_and_every_description_is_served(served: dict[str, Any]) -> None:
    declared = {operation.name: (operation.method, operation.paths[0]) for operation in Control.routes.operations}

    assert {name: (method, path) for name, (method, path, _) in described(served).items()} == declared
    for name, (method, path, _) in described(served).items():
        found = Control.routes.find(method, re.sub(r"\{\w+\}", "x", path))
        assert found is not None
        assert found[0].name == name


def test_every_operation_says_what_it_does_in_words_of_its_own(served: dict[str, Any]) -> None:
    summaries = [one["summary"] for _, _, one in described(served).values()]

    assert all(summaries)
    assert len(set(summaries)) == len(summaries)


def test_the_parameters_are_those_that_are_read(served: dict[str, Any]) -> None:
    for operation in Control.routes.operations:
        _, path, one = described(served)[operation.name]
        parameters = one.get("parameters", [])

        assert {part["name"] for part in parameters if part["in"] == "query"} == operation.reader.names
        assert [part["name"] for part in parameters if part["in"] == "path"] == re.findall(r"\{(\w+)\}", path)


def test_only_health_is_open_to_all(served: dict[str, Any]) -> None:
    assert [name for name, (_, _, one) in described(served).items() if one.get("security") == []] == ["healthz"]
    assert served["security"] == [{}, {"control_token": []}]


def test_no_struct_hides_another_of_its_name(served: dict[str, Any]) -> None:
    declared = {
        one.options[part] for one in Control.routes.operations for part in ("body", "answer") if part in one.options
    }

    assert len({struct.__name__ for struct in declared}) == len(declared)
    assert {struct.__name__ for struct in declared} <= set(served["components"]["schemas"])


def test_two_servers_say_the_same(served: dict[str, Any]) -> None:
    assert document(Control.routes.operations) == served


@pytest.mark.parametrize("name", CALLS)
def test_what_is_answered_is_what_is_described(ask: Asker, office: World, served: dict[str, Any], name: str) -> None:
    method, _, one = described(served)[name]
    path, body = CALLS[name]
    if name == "faults.disarm":
        ask("POST", f"{office.path}/faults", {"fault": "unavailable"})
    if name == "snapshots.restore":
        ask("POST", f"{office.path}/snapshots", {"name": "one"})

    if name == "sessions.delete":  # one of its own: the other ends with the test
        path = f"/sessions/{ask('POST', '/sessions', {}).json['id']}"
    if path == "/../healthz":
        answer = ask.wire.send(method, "/healthz")
    else:
        answer = ask(method, path.replace("{}", office.path), body)

    response = one["responses"].get(str(answer.status))
    assert response is not None, f"{answer.status} is not described"
    type_ = (answer.header("Content-Type") or "").partition(";")[0]
    assert list(response.get("content", {})) == ([type_] if type_ else [])
    schema = response.get("content", {}).get(type_, {}).get("schema", {})
    if "$ref" in schema:
        validator = schema_of(served, schema["$ref"].rpartition("/")[2])
        assert [error.message for error in validator.iter_errors(answer.json)] == []
    if name == "sessions.create":
        ask("DELETE", f"/sessions/{answer.json['id']}")


def test_every_operation_is_called() -> None:
    """All but the one that needs TLS, which test_ca.py calls."""
    assert {*CALLS, "ca"} == {operation.name for operation in Control.routes.operations}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/sessions", {"scenari": "office"}),
        ("POST", "/sessions", {"scenario": "ofice"}),
        ("POST", "/scenarios", "scenario: a\n"),
        ("GET", "/nowhere", None),
        ("GET", "/sessions/nobodys", None),
    ],
)
def test_a_refusal_is_what_is_described(ask: Asker, served: dict[str, Any], method: str, path: str, body: Any) -> None:
    problem = ask(method, path, body).json

    assert [error.message for error in schema_of(served, "ProblemDocument").iter_errors(problem)] == []
    assert problem["type"].partition("#")[2] in {row.slug for row in problems.ROWS}


def test_bodies_that_are_described_as_wrong_are_refused(served: dict[str, Any]) -> None:
    """The schema of a body is as strict as its reader."""
    for operation in Control.routes.operations:
        if "body" in operation.options:
            schema = schema_of(served, operation.options["body"].__name__)
            assert [error.validator for error in schema.iter_errors({"no-such-member": 1})].count(
                "additionalProperties"
            ) == 1
