"""Google's description of Calendar v3 as a document, with URLs that lead back here: what a client's `build()` reads.

It is made of `description.json`, which holds facts only, so nothing in it is described in words.
https://developers.google.com/discovery/v1/reference/apis/getRest
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.google.refusals import NOT_FOUND, Refusal
from mockserver.google.render import Resource, fragment
from mockserver.http.operation import OperationTable
from mockserver.identity.scopes import PREFIX

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

table = OperationTable("google")
PATHS = ("/discovery/v1/apis/calendar/v3/rest", "/$discovery/rest")


class RestQuery(msgspec.Struct, frozen=True):
    """The parameters of both addresses: only the second one names the version there."""

    version: str = "v3"


@table.operation(
    "discovery.apis.getRest",
    "GET",
    PATHS,
    query=RestQuery,
    accepted={"labels": "there is one document"},
    reference="https://developers.google.com/discovery/v1/reference/apis/getRest",
    options={"method": "google.discovery.Apis.GetRest"},
)
def get_rest(exchange: Exchange, query: RestQuery) -> Resource:
    if query.version != "v3":
        raise Refusal(NOT_FOUND, why=f"there is no version {query.version} of the Calendar API; there is v3")
    root = exchange.base_url + "/"
    facts = _facts()
    own = {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "calendar:v3",
        "name": "calendar",
        "version": "v3",
        "title": "Calendar API",
        "ownerDomain": "google.com",
        "ownerName": "Google",
        "protocol": "rest",
        "revision": facts["revision"],
        "rootUrl": root,
        "servicePath": facts["servicePath"],
        "baseUrl": root + facts["servicePath"],
        "basePath": f"{exchange.prefix}/{facts['servicePath']}",
        "batchPath": facts["batchPath"],
    }
    return Resource(fragment(own | _parts()))


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = msgspec.json.decode(Path(__file__).with_name("description.json").read_bytes())
    return facts


@cache
def _parts() -> dict[str, Any]:
    """What does not depend on where it is asked for."""
    facts = _facts()
    scopes = sorted({scope for method in facts["methods"].values() for scope in method["scopes"]})
    resources: dict[str, Any] = {}
    for method_id, method in sorted(facts["methods"].items()):
        _, noun, verb = method_id.split(".")
        resources.setdefault(noun, {"methods": {}})["methods"][verb] = _method(method_id, method)
    return {
        "auth": {"oauth2": {"scopes": {PREFIX + scope: {"description": ""} for scope in scopes}}},
        "parameters": facts["parameters"],
        "schemas": {name: {"id": name} | _schema(schema) for name, schema in sorted(facts["schemas"].items())},
        "resources": resources,
    }


def _method(method_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    method = {"id": method_id, "flatPath": facts["path"]} | facts
    for name in ("request", "response"):
        if name in facts:
            method[name] = {"$ref": facts[name]}
    method["scopes"] = sorted(PREFIX + scope for scope in facts["scopes"])
    return method


def _schema(facts: dict[str, Any]) -> dict[str, Any]:
    """A shape as the document writes it: which methods require a property is an annotation there."""
    schema = {name: value for name, value in facts.items() if name != "requiredBy"}
    if "requiredBy" in facts:
        schema["annotations"] = {"required": facts["requiredBy"]}
    if "properties" in facts:
        schema["properties"] = {name: _schema(child) for name, child in facts["properties"].items()}
    for name in ("items", "additionalProperties"):
        if name in facts:
            schema[name] = _schema(facts[name])
    return schema
