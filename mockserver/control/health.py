"""Health and metrics: what probes and monitors ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mockserver import __version__
from mockserver.control.answers import Text, says
from mockserver.control.guard import OPEN
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.control.parts import Call

table = OperationTable("control")
# https://prometheus.io/docs/instrumenting/exposition_formats/
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """The server answers, and this is what it left out when it started."""

    status: Literal["ok"]
    version: str
    sessions: Annotated[int, says("Live sessions, the default one among them.")]
    warnings: Annotated[tuple[str, ...], says("Broken scenario files and unknown settings, which were left out.")]


@table.operation(
    "healthz", "GET", "/healthz", options={"summary": "Liveness and readiness", "answer": Health, OPEN: True}
)
def healthz(call: Call) -> Health:
    parts = call.parts
    return Health(status="ok", version=__version__, sessions=len(parts.sessions.ids()), warnings=parts.warnings)


@table.operation(
    "metrics", "GET", "/_mock/metrics", options={"summary": "Metrics for Prometheus", "answer_type": "text/plain"}
)
def metrics(call: Call) -> Text:
    parts = call.parts
    sessions = list(parts.sessions)
    lost = sum(parts.tally.lost(session) for session in sessions)
    lines = [
        "# HELP mockserver_requests_total Requests answered, by provider and class of status.",
        "# TYPE mockserver_requests_total counter",
        *(
            f'mockserver_requests_total{{provider="{provider}",status="{status}"}} {count}'
            for provider, status, count in parts.tally.rows()
        ),
        "# HELP mockserver_sessions Live sessions.",
        "# TYPE mockserver_sessions gauge",
        f"mockserver_sessions {len(sessions)}",
        "# HELP mockserver_streams Open streams of requests.",
        "# TYPE mockserver_streams gauge",
        f"mockserver_streams {len(parts.streams)}",
        "# HELP mockserver_journal_entries_dropped Entries that full journals of live sessions dropped.",
        "# TYPE mockserver_journal_entries_dropped gauge",
        f"mockserver_journal_entries_dropped {lost}",
    ]
    return Text("\n".join(lines) + "\n", _PROMETHEUS)
