"""`mockserver healthcheck`, as help shows it. The command itself is `probe.py`, which needs no library."""

from __future__ import annotations

import click

from mockserver.cli.probe import main


@click.command()
@click.argument("url", required=False)
def healthcheck(url: str | None) -> None:
    """Exit with 0 where a server answers /healthz within three seconds, else with 1.

    Without URL the server of this machine is asked, at MOCKSERVER_HOST and MOCKSERVER_PORT.
    """
    raise SystemExit(main([] if url is None else [url]))
