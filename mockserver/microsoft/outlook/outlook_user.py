"""Outlook's side of a person, which has nothing of its own but an id [inferred]: what matters is below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.http.operation import OperationTable
from mockserver.microsoft import lists, queries, scopes
from mockserver.microsoft.mailbox import open_own_mailbox
from mockserver.microsoft.templates import USER

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")


@table.operation(
    "outlook.get", "GET", f"{USER}/outlook",
    scopes=scopes.SIGNED_IN, options={"odata": queries.ONE},
    reference="https://learn.microsoft.com/graph/api/resources/outlookuser",
)  # fmt: skip
def get_outlook_user(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    return lists.one_of(exchange, {"id": mailbox.id}, f"{mailbox.place}/outlook", "outlookUser")
