"""Standing tokens: those that a session's people have from its start, without anybody asking for them.

They are derived from the session, the pair and the generation of its consent, and recognised by deriving them again:
the text names the pair, and the rest must come out equal. So a session with any number of people stores none. Before
the pair stands the proof, and before the proof what the provider's tokens begin with, which the proof covers.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Literal

import msgspec

from mockserver.identity.graph_tokens import seal_start
from mockserver.identity.tokens import MICROSOFT_REFRESH_PREFIX, REFRESH_PREFIX, USER_PREFIX
from mockserver.ids import derive

if TYPE_CHECKING:
    from mockserver.identity.directory import Pair, Provider

Kind = Literal["access", "refresh"]
_PREFIXES: dict[tuple[Kind, Provider], str] = {
    ("access", "google"): USER_PREFIX,
    ("refresh", "google"): REFRESH_PREFIX,
    ("refresh", "microsoft"): MICROSOFT_REFRESH_PREFIX,
}
_PROOF = 43
"""Characters that only this session could have derived; the pair follows them."""


class Standing(msgspec.Struct, frozen=True):
    """What a person's session document shows. `refresh_token` is None where the app was given none."""

    access_token: str
    refresh_token: str | None
    scopes: tuple[str, ...]


class StandingTokens:
    """The texts of one session's standing tokens.

    An app that speaks for nobody has a pair of which the person is empty. `before` is what stands before the session's
    id in the text of an access token for Graph, its claims; other tokens have nothing there.
    """

    __slots__ = ("_seed", "_session_id", "_starts")

    def __init__(self, session_id: str, seed: str) -> None:
        self._session_id = session_id
        self._seed = seed
        self._starts = {which: f"{prefix}{session_id}." for which, prefix in _PREFIXES.items()}
        self._starts["access", "microsoft"] = seal_start(session_id)

    def text(self, kind: Kind, pair: Pair, generation: int, before: str = "") -> str:
        """The token of a pair's consent."""
        person, app, provider = pair
        covered = (provider, person, app, str(generation), *([before] if before else []))
        proof = derive(f"standing-{kind}-token", self._seed, self._session_id, *covered)
        named = base64.urlsafe_b64encode(f"{person}\0{app}".encode()).decode().rstrip("=")
        return before + self._starts[kind, provider] + proof.token(_PROOF) + named

    def claimed(self, kind: Kind, text: str, provider: Provider) -> Pair | None:
        """The pair that a text claims to be the standing token of; whether it is says `generation`."""
        start = self._starts[kind, provider]
        at = text.find(start) if kind == "access" and provider == "microsoft" else 0
        if at < 0 or not text.startswith(start, at):
            return None
        named = text[at + len(start) + _PROOF :]
        try:
            person, _, app = (
                base64.b64decode(named + "=" * (-len(named) % 4), b"-_", validate=True).decode().partition("\0")
            )
        except (binascii.Error, ValueError):
            return None
        return person, app, provider

    def generation(self, kind: Kind, text: str, pair: Pair, latest: int) -> int | None:
        """Of which consent, up to the latest, the text is the token; None where it is of none."""
        before = text[: max(text.find(self._starts[kind, pair[2]]), 0)]
        generations = range(latest, -1, -1)
        return next((each for each in generations if self.text(kind, pair, each, before) == text), None)
