"""The certificate of the server's own authority: what clients are to trust. Its key is nowhere to be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.control.answers import Text
from mockserver.control.problems import UNKNOWN_PATH, Problem
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.control.parts import Call

table = OperationTable("control")
_PEM = "application/x-pem-file"


@table.operation(
    "ca",
    "GET",
    "/_mock/ca.pem",
    options={"summary": "The certificate authority to trust, in PEM, where the server speaks TLS", "answer_type": _PEM},
)
def ca(call: Call) -> Text:
    tls = call.parts.tls
    if tls is None:
        right = "start it with --tls, or with MOCKSERVER_TLS=true"
        raise Problem(UNKNOWN_PATH, f"the server speaks no TLS, so there is no authority to trust; {right}")
    return Text(tls.ca_pem, _PEM)
