"""Limits: how many requests are taken in how long, and how many at once, counted on the session's clock.

`window` counts what came in the last minutes; `limits` holds the limits that are set in a session and says which one a
request is over. Which limits a provider has, and what it says to who is over one, is the provider's affair.
"""

from mockserver.limits.limits import AtOnce, Limit, Limits, Over, PerWindow

__all__ = ["AtOnce", "Limit", "Limits", "Over", "PerWindow"]
