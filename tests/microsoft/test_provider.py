"""Microsoft Graph as the pipeline sees it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mockserver.faults import API_FAULTS, GRAPH_FAULTS, Fault, Met
from mockserver.microsoft.provider import MicrosoftGraph
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import ITEM_NOT_FOUND
from tests.microsoft.exchanges import asked
from tests.microsoft.world import graph

GRAPH = MicrosoftGraph()


@pytest.mark.parametrize("path", ["/v1.0", "/v1.0/me", "/V1.0/me", "/beta/me", "/beta"])
def test_what_is_below_a_version_is_graphs(path: str) -> None:
    assert GRAPH.owns(path)


@pytest.mark.parametrize("path", ["/", "/v1.01/me", "/v2.0/me", "/betas", "/calendar/v3", "/common/v2.0", "/_mock"])
def test_all_else_is_not(path: str) -> None:
    assert not GRAPH.owns(path)


def test_it_has_words_for_every_fault() -> None:
    assert GRAPH.faults == API_FAULTS.keys() | GRAPH_FAULTS.keys()
    for name in GRAPH.faults:
        reply = GRAPH.refuse(asked(), Met(Fault(name)))
        assert reply.status >= 400, name
        assert reply.reason, name


def test_a_refusal_is_answered_in_its_own_words() -> None:
    reply = GRAPH.refuse(asked(), Refusal(ITEM_NOT_FOUND))
    assert (reply.status, reply.reason) == (404, "ErrorItemNotFound")


def test_what_nobody_foresaw_is_a_500_that_has_no_reason_so_that_it_is_reported() -> None:
    reply = GRAPH.refuse(asked(), RuntimeError("secret"))
    assert (reply.status, reply.reason) == (500, "")
    assert b"secret" not in reply.body


def test_the_credential_is_the_bearers() -> None:
    assert GRAPH.credential(asked(authorization="Bearer alice")) == "alice"


def test_importing_it_imports_no_operation() -> None:
    code = (
        "import sys, mockserver.microsoft.provider\n"
        "print([name for name in sys.modules if name.startswith('mockserver.microsoft.')])"
    )
    ran = subprocess.run(  # noqa: S603 - this interpreter, with the code above
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert "operations" not in ran.stdout
    assert "description" not in ran.stdout


async def test_what_a_query_has_beside_what_is_looked_at_stands_in_the_journal() -> None:
    async with graph() as client:
        await client.ask("GET", "/me/mailboxSettings/timeZone?colour=red")
        assert client.notes() == ["query parameter colour has no effect here; right would be: none"]
