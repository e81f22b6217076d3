"""`mockserver credentials`: the files that the control API hands out, from the library alone, without a server."""

from __future__ import annotations

from pathlib import Path

import click

from mockserver.control.credentials import KINDS, credential_file
from mockserver.http.resolving import PREFIX
from mockserver.scenario.directory import directory
from mockserver.scenario.library import UnknownScenario, find, libraries
from mockserver.scenario.mistakes import BadScenario
from mockserver.session import Session, Template
from mockserver.session.session import Choices
from mockserver.session.sessions import DEFAULT, SESSION_ID
from mockserver.settings import BadSettings, read_settings


@click.command()
@click.argument("app")
@click.option("--kind", type=click.Choice(KINDS), help="Which file. Without it: what the app's kind loads.")
@click.option("--url", default="http://localhost:8080", show_default=True, help="Where the server is.")
@click.option("--session", "session_id", default=DEFAULT, show_default=True, help="For which session.")
@click.option("--seed", help="The session's seed, where it was made with one.")
@click.option("--scenario", help="The session's scenario. Without it: as for `serve`.")
@click.option("--library", multiple=True, help="A library of your own, as for `serve`.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def credentials(  # noqa: PLR0917 - click gives every option by its name
    app: str,
    kind: str | None,
    url: str,
    session_id: str,
    seed: str | None,
    scenario: str | None,
    library: tuple[str, ...],
    output: Path | None,
) -> None:
    """Write a credential file of APP, an app of the scenario.

    It is the file that a running server hands out under /_mock/sessions/SESSION/credentials.
    """
    if SESSION_ID.fullmatch(session_id) is None:
        raise click.BadParameter("a session id is 1 to 32 of a-z, 0-9 and -", param_hint="--session")
    flags = {"scenario": scenario or (), "library": library}
    try:
        session = Session(session_id, _template({name: given for name, given in flags.items() if given}), Choices(seed))
        session.template.directory.app(app)
        base = url.rstrip("/") + ("" if session_id == DEFAULT else PREFIX + session_id)
        text = credential_file(session, app, kind or _usual(session, app), base)
    except (BadSettings, BadScenario, UnknownScenario, LookupError) as error:
        raise click.ClickException(str(error)) from None
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"--output {output}: {error.strerror}; name a file that can be written") from None


def _template(flags: dict[str, str | tuple[str, ...]]) -> Template:
    """As much of the scenario as credentials need: who there is."""
    settings = read_settings(flags)
    scenario, _ = find(libraries(settings.library), settings.scenario)
    return Template(scenario.name, directory(scenario))


def _usual(session: Session, app: str) -> str:
    service_account = session.template.directory.app(app).kind == "service-account"
    return "google-service-account" if service_account else "google-client-secrets"
