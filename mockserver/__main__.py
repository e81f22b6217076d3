"""The command `mockserver`, and `python -m mockserver`.

`serve` and `healthcheck` go straight to what they do where their command line is right in every part: importing the
command-line library costs a server a twentieth of its start, and a health check most of its time. Everything else,
help and every mistake included, is the library's.
"""

from __future__ import annotations

import sys


def main() -> None:
    status = _straight(sys.argv[1:])
    if status is not None:
        raise SystemExit(status)
    from mockserver.cli.group import group  # noqa: PLC0415 - see above

    group(prog_name="mockserver")


def _straight(arguments: list[str]) -> int | None:
    """The exit status of a command that needs no command-line library, None where there is anything to explain."""
    match arguments:
        case ["healthcheck", *urls] if len(urls) <= 1 and not any(url.startswith("-") for url in urls):
            from mockserver.cli.probe import main as probe  # noqa: PLC0415 - see above

            return probe(urls)
        case ["serve", *flags]:
            from mockserver.cli.serving import serve_with  # noqa: PLC0415 - see above
            from mockserver.settings import plain_flags  # noqa: PLC0415 - see above

            plain = plain_flags(flags)
            return None if plain is None else serve_with(plain)
    return None


if __name__ == "__main__":
    main()
