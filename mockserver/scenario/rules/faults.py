"""Rules about faults: that there are such, and that somebody could meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.faults import FAULTS
from mockserver.scenario.mistakes import nearest, quoted
from mockserver.scenario.rules.people import unknown_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View

_WHICH = ("nth", "every", "after")


def faults(document: View) -> Iterator[Finding]:
    """Every fault is one there is, for people and apps there are, and says in one way which requests meet it."""
    for rule in document["faults"].items():
        name, when = rule["fault"], rule["when"]
        if name.text is not None and name.text not in FAULTS:
            yield name.wrong(f"there is no fault {quoted(name.text)}", nearest(name.text, FAULTS, of="there are"))
        if when["person"].text not in document["apps"].names():  # a service account calls under its own key
            yield from unknown_person(document, when["person"])
        app, apps = when["app"], document["apps"].names()
        if app.text is not None and app.text not in apps:
            yield app.wrong(f"there is no app {quoted(app.text)}", nearest(app.text, apps, of="declared under `apps`"))
        given = [which for which in _WHICH if which in when]
        if len(given) > 1:
            what = f"{quoted(given[0])} and {quoted(given[1])} say in two ways which requests meet it"
            yield when[given[1]].wrong_key(what, "keep one of them")
