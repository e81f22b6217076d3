"""A session: one isolated, running copy of a scenario, and the register of those that live.

`template` is a scenario made ready to run; `session` one world with its clock, ids, documents, identity and journal;
`sessions` the live ones. What a provider keeps in a session, it keeps in the session's documents.
"""

from mockserver.session.session import Session, TooManySnapshots, UnknownSnapshot
from mockserver.session.sessions import BadSessionId, SessionExists, Sessions, TooManySessions, UnknownSession
from mockserver.session.template import Template

__all__ = [
    "BadSessionId",
    "Session",
    "SessionExists",
    "Sessions",
    "Template",
    "TooManySessions",
    "TooManySnapshots",
    "UnknownSession",
    "UnknownSnapshot",
]
