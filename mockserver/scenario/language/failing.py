"""What goes wrong: faults, and limits on how much is taken."""

from __future__ import annotations

from typing import Annotated, Literal

from mockserver.faults import FAULTS
from mockserver.identity.directory import Provider  # noqa: TC001 - msgspec reads it at run time
from mockserver.scenario.forms import says
from mockserver.scenario.language.part import Count, Part

HttpMethod = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class When(Part, frozen=True, kw_only=True):
    """Which requests are meant: those that have all that is given."""

    operation: Annotated[str | None, says("The operation, such as `google.events.list`.")] = None
    provider: Annotated[Provider | None, says("The provider.")] = None
    method: Annotated[tuple[HttpMethod, ...], says("The HTTP methods, any of which will do.")] = ()
    path: Annotated[str | None, says("How the path begins.")] = None
    person: Annotated[str | None, says("The key of the person who calls.")] = None
    app: Annotated[str | None, says("The key of the app that calls.")] = None
    nth: Annotated[Count | None, says("Only this one of the requests that fit.")] = None
    every: Annotated[Count | None, says("Each so many of the requests that fit.")] = None
    after: Annotated[Count | None, says("All behind the first so many that fit.")] = None


class Fault(Part, frozen=True, kw_only=True):
    """Requests that are to fail, and how."""

    fault: Annotated[str, says("Its name: one of " + ", ".join(f"`{name}`" for name in FAULTS) + ".")]
    when: Annotated[When, says("Which requests meet it. Without it: all.")] = When()
    times: Annotated[Count | None, says("At most how often. Without it: as often as they come.")] = None


class GoogleLimits(Part, frozen=True, kw_only=True):
    """How many requests Google Calendar takes; what is not given is not limited."""

    per_user_per_minute: Annotated[Count | None, says("Of one person through one app; at Google 600.")] = None
    per_project_per_minute: Annotated[Count | None, says("Of everybody through one app; at Google 10,000.")] = None
    writes_per_calendar_per_minute: Annotated[
        Count | None, says("Changes of one calendar by anybody; how many Google takes is not published.")
    ] = None


class MicrosoftLimits(Part, frozen=True, kw_only=True):
    """How many requests Microsoft Graph takes; what is not given is not limited."""

    mailbox_concurrency: Annotated[Count | None, says("At once, of one app to one mailbox; at Microsoft 4.")] = None
    mailbox_per_10_minutes: Annotated[Count | None, says("Of one app to one mailbox; at Microsoft 10,000.")] = None


class Limits(Part, frozen=True, kw_only=True):
    """How many requests are taken, counted on the session's clock."""

    google: Annotated[GoogleLimits, says("At Google Calendar.")] = GoogleLimits()
    microsoft: Annotated[MicrosoftLimits, says("At Microsoft Graph.")] = MicrosoftLimits()

    def amounts(self) -> dict[str, dict[str, int]]:
        """Those that are set, by provider and name."""
        given = {"google": self.google, "microsoft": self.microsoft}
        return {
            provider: {name: amount for name in limits.__struct_fields__ if (amount := getattr(limits, name))}
            for provider, limits in given.items()
        }
