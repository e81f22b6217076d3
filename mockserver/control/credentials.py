"""Ready-made credential files of a session: what the unmodified SDKs load, with URLs that point here."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import msgspec

from mockserver.control.answers import Text
from mockserver.control.problems import UNKNOWN_APP, Problem
from mockserver.control.session_document import environment, urls_of
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.control.parts import Call
    from mockserver.session import Session

table = OperationTable("control")
CREDENTIALS = "/_mock/sessions/{session}/credentials/{app}/"
KINDS = ("google-service-account", "google-client-secrets", "microsoft", "env")
"""The kinds of files there are."""


@table.operation(
    "credentials.google_service_account",
    "GET",
    CREDENTIALS + "google-service-account.json",
    options={"summary": "A service account's key file", "answer_type": "application/json"},
)
def google_service_account(call: Call) -> Text:
    return _answer(call, "google-service-account", "application/json")


@table.operation(
    "credentials.google_client_secrets",
    "GET",
    CREDENTIALS + "google-client-secrets.json",
    options={"summary": "An OAuth client's secrets file", "answer_type": "application/json"},
)
def google_client_secrets(call: Call) -> Text:
    return _answer(call, "google-client-secrets", "application/json")


@table.operation(
    "credentials.microsoft",
    "GET",
    CREDENTIALS + "microsoft.json",
    options={"summary": "An app's secret and certificate at Microsoft", "answer_type": "application/json"},
)
def microsoft(call: Call) -> Text:
    return _answer(call, "microsoft", "application/json")


@table.operation(
    "credentials.env",
    "GET",
    CREDENTIALS + "env",
    options={"summary": "Variables for a shell or a container's env file", "answer_type": "text/plain"},
)
def env(call: Call) -> Text:
    return _answer(call, "env", "text/plain; charset=utf-8")


def credential_file(session: Session, app: str, kind: str, base: str, https_base: str | None = None) -> str:
    """A credential file's text; `base` is what its URLs begin with.

    Raises LookupError, with the near names or the other kind, where the app has no such file.
    """
    from mockserver.identity.credential_files import (  # noqa: PLC0415 - only where a file is wanted
        client_secrets_file,
        microsoft_file,
        service_account_file,
    )

    identity = session.identity
    if kind == "google-service-account":
        return _json(service_account_file(identity.service_account(app), base))
    if kind == "google-client-secrets":
        return _json(client_secrets_file(identity.client(app), base))
    if kind == "microsoft":
        return _json(microsoft_file(identity.microsoft_client(app), identity.certificate(app), base))
    if kind == "env":
        return _lines(environment(urls_of(session, base, https_base)) | _app_variables(session, app))
    raise LookupError(f"no kind of file {kind!r}; there is {', '.join(KINDS)}")


def _answer(call: Call, kind: str, type_: str) -> Text:
    session = call.session
    try:
        app, base = call.exchange.parameters["app"], call.base_of(session)
        return Text(credential_file(session, app, kind, base, call.https_base_of(session)), type_)
    except LookupError as error:
        raise Problem(UNKNOWN_APP, str(error)) from None


def _app_variables(session: Session, app: str) -> dict[str, str]:
    return _google_variables(session, app) | _microsoft_variables(session, app)


def _microsoft_variables(session: Session, app: str) -> dict[str, str]:
    client = session.identity.microsoft_client(app)
    return {"MICROSOFT_TENANT_ID": client.tenant_id, "MICROSOFT_CLIENT_ID": client.client_id}


def _google_variables(session: Session, app: str) -> dict[str, str]:
    if session.template.directory.app(app).kind == "service-account":
        return {"GOOGLE_SERVICE_ACCOUNT_EMAIL": session.identity.service_account(app).email}
    client = session.identity.client(app)
    variables = {"GOOGLE_CLIENT_ID": client.client_id, "GOOGLE_CLIENT_SECRET": client.client_secret}
    return variables | ({"GOOGLE_REDIRECT_URI": client.redirect_uris[0]} if client.redirect_uris else {})


def _json(document: Mapping[str, object]) -> str:
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _lines(variables: Mapping[str, str]) -> str:
    # Quoted only where a shell needs it: a container engine takes quotes for a part of the value.
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
