"""The pages of the control API, for people with a browser: what runs here, and what each problem means."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from mockserver import __version__
from mockserver.control.answers import Text
from mockserver.control.problems import PAGE, ROWS
from mockserver.control.session_document import clock_facts
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.control.parts import Call
    from mockserver.session import Session

table = OperationTable("control")
SHOWN = 200
"""Sessions that the page lists."""
_HTML = "text/html; charset=utf-8"
_FRAME = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>mockserver</title>
<style>
  body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }}
  table {{ border-collapse: collapse; }}
  td, th {{ padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; }}
</style>
<body>
{body}
</body>
</html>
"""


@table.operation(
    "page", "GET", ("/_mock/", "/_mock"), options={"summary": "What runs here, for people", "answer_type": "text/html"}
)
def page(call: Call) -> Text:
    sessions = list(call.parts.sessions)
    rows = "\n".join(_row(session) for session in sessions[:SHOWN])
    more = f"<p>{len(sessions) - SHOWN} more are not shown.</p>" if len(sessions) > SHOWN else ""
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in call.parts.warnings)
    body = f"""<h1>mockserver {__version__}</h1>
<p><a href="/_mock/scenarios">Scenarios</a> · <a href="/_mock/openapi.json">OpenAPI</a> ·
<a href="/_mock/metrics">Metrics</a> · <a href="/healthz">Health</a> · <a href="{PAGE}">Problems</a></p>
{f"<h2>Left out</h2><ul>{warnings}</ul>" if warnings else ""}
<h2>Sessions</h2>
<table>
<tr><th>Session<th>Scenario<th>Time<th>Requests<th>Credentials</tr>
{rows}
</table>
{more}"""
    return Text(_FRAME.format(body=body), _HTML)


@table.operation(
    "problems", "GET", PAGE, options={"summary": "Every kind of problem, for people", "answer_type": "text/html"}
)
def problems(_call: Call) -> Text:
    rows = "\n".join(
        f'<tr id="{row.slug}"><td>{row.status}<td><code>{row.slug}</code><td>{escape(row.title)}</tr>' for row in ROWS
    )
    body = f"<h1>Problems</h1>\n<table>\n<tr><th>Status<th>Kind<th>Meaning</tr>\n{rows}\n</table>"
    return Text(_FRAME.format(body=body), _HTML)


def _row(session: Session) -> str:
    path = f"/_mock/sessions/{session.id}"
    files = " ".join(
        f'<a href="{path}/credentials/{quote(key)}/env">{escape(key)}</a>' for key in session.template.directory.apps
    )
    clock = clock_facts(session.clock)
    scenario = escape(f"{session.template.scenario} {session.template.version}")
    return (
        f'<tr><td><a href="{path}">{session.id}</a><td>{scenario}<td>{clock.now} ({clock.flow})'
        f'<td><a href="{path}/requests">{session.journal.written}</a><td>{files}</tr>'
    )
