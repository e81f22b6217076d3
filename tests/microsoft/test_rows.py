"""Every row of the refusals is answered as Graph answers errors, says what it is, and is raised somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from mockserver.microsoft import rows
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import refused
from mockserver.microsoft.rows import Row
from tests.microsoft.contract import check_graph_answer
from tests.microsoft.errors import error_differences
from tests.microsoft.exchanges import asked

SOURCES = [path.read_text("utf-8") for path in Path(rows.__file__).parent.rglob("*.py")]
ROWS = {name: row for name, row in vars(rows).items() if isinstance(row, Row)}
every_row = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)


def words_of(row: Row) -> dict[str, str]:
    texts = (row.message, *(value for _, value in row.headers))
    return {name: f"<{name}>" for text in texts for _, name, _, _ in Formatter().parse(text) if name}


@every_row
def test_every_row_is_answered_as_graph_answers_errors(row: Row) -> None:
    reply = refused(asked(), Refusal(row, **(words_of(row) | {"retry_after": "7"})))

    assert reply.status == row.status
    assert not list(error_differences(reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.body))
    check_graph_answer("GET", "/v1.0/me/events", reply.status, reply.headers, reply.body)


@every_row
def test_every_placeholder_is_filled_by_its_words(row: Row) -> None:
    words = words_of(row)
    refusal = Refusal(row, **words)
    filled = f"{refusal.message} {refusal.headers}"

    assert all(word in filled for word in words.values())
    assert not re.search(r"\{\w+\}", filled)


@every_row
def test_a_row_says_what_it_is(row: Row) -> None:
    assert 400 <= row.status < 600
    assert re.fullmatch(r"[A-Za-z_]+", row.code)
    assert row.message or row.status >= 500  # those have been recorded with an empty one


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_raised_somewhere(name: str) -> None:
    assert sum(len(re.findall(rf"\b{name}\b", text)) for text in SOURCES) > 1


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.status == 401])
def test_every_401_challenges_as_it_was_recorded(name: str) -> None:
    refusal = Refusal(ROWS[name], claims="e30=")
    plain = (
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
        'client_id="00000003-0000-0000-c000-000000000000"'
    )
    more = ', error="insufficient_claims", claims="e30="' if name == "TOKEN_REVOKED" else ""

    assert refusal.headers["WWW-Authenticate"] == plain + more


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.status in {429, 503}])
def test_what_is_worth_a_retry_says_when(name: str) -> None:
    assert Refusal(ROWS[name], limit="RequestCount").headers["Retry-After"] == "1"
    assert Refusal(ROWS[name], limit="RequestCount", retry_after="30").headers["Retry-After"] == "30"
