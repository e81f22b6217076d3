"""Standing tokens: those that a session's people have from its start, without anybody asking for them.

They are derived from the session, the pair and the generation of its consent, and recognised by deriving them again:
the text names the pair, and the rest must come out equal. So a session with any number of people stores none.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Literal

import msgspec

from mockserver.identity.tokens import REFRESH_PREFIX, USER_PREFIX
from mockserver.ids import derive

if TYPE_CHECKING:
    from mockserver.identity.directory import Pair

Kind = Literal["access", "refresh"]
_PREFIXES: dict[Kind, str] = {"access": USER_PREFIX, "refresh": REFRESH_PREFIX}
_PROOF = 43
"""Characters that only this session could have derived; the pair follows them."""


class Standing(msgspec.Struct, frozen=True):
    """What a person's session document shows. `refresh_token` is None where the app was given none."""

    access_token: str
    refresh_token: str | None
    scopes: tuple[str, ...]


class StandingTokens:
    """The texts of one session's standing tokens. They are Google's: `provider` is always `google`."""

    __slots__ = ("_seed", "_session_id", "_starts")

    def __init__(self, session_id: str, seed: str) -> None:
        self._session_id = session_id
        self._seed = seed
        self._starts = {kind: f"{prefix}{session_id}." for kind, prefix in _PREFIXES.items()}

    def text(self, kind: Kind, pair: Pair, generation: int) -> str:
        """The token of a pair's consent."""
        person, app, provider = pair
        proof = derive(f"standing-{kind}-token", self._seed, self._session_id, provider, person, app, str(generation))
        named = base64.urlsafe_b64encode(f"{person}\0{app}".encode()).decode().rstrip("=")
        return self._starts[kind] + proof.token(_PROOF) + named

    def claimed(self, kind: Kind, text: str) -> Pair | None:
        """The pair that a text claims to be the standing token of; whether it is says `generation`."""
        if not text.startswith(self._starts[kind]):
            return None
        named = text[len(self._starts[kind]) + _PROOF :]
        try:
            person, _, app = (
                base64.b64decode(named + "=" * (-len(named) % 4), b"-_", validate=True).decode().partition("\0")
            )
        except (binascii.Error, ValueError):
            return None
        return person, app, "google"

    def generation(self, kind: Kind, text: str, pair: Pair, latest: int) -> int | None:
        """Of which consent, up to the latest, the text is the token; None where it is of none."""
        generations = (generation for generation in range(latest, -1, -1) if self.text(kind, pair, generation) == text)
        return next(generations, None)
