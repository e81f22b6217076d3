"""A client that follows the changes of a calendar's view, and what it follows. A helper, not a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.microsoft.world import Answer, Client

DELTA = "/me/calendarView/delta"
MARCH = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}
WEEK = {"startDateTime": "2026-03-09T00:00:00Z", "endDateTime": "2026-03-16T00:00:00Z"}
LINKS = ("@odata.nextLink", "@odata.deltaLink")
MOST_PAGES = 100
Item = dict[str, Any]


def next_link(answer: Answer) -> str:
    link: str = answer.json["@odata.nextLink"]
    return link


def delta_link(answer: Answer) -> str:
    link: str = answer.json["@odata.deltaLink"]
    return link


def token_of(link: str) -> str:
    return link.partition("token=")[2]


def is_removed(item: Item) -> bool:
    return "@removed" in item


def kinds(items: Iterable[Item]) -> list[str]:
    """What each item is: its type, or `removed`."""
    return ["removed" if is_removed(item) else item["type"] for item in items]


async def first(client: Client, path: str = DELTA, *, prefer: str = "", **window: str) -> Answer:
    """The first page of the first round."""
    answer = await client.get(path, prefer=prefer, **(window or MARCH))
    assert answer.status == 200, answer.body
    return answer


async def follow(client: Client, link: str, prefer: str = "") -> tuple[list[list[Item]], str]:
    """The pages of a round from a link on, and the link to the next round."""
    pages: list[list[Item]] = []
    for _ in range(MOST_PAGES):
        answer = await client.get(link, prefer=prefer)
        assert answer.status == 200, answer.body
        pages.append(answer.value)
        if LINKS[1] in answer.json:
            return pages, delta_link(answer)
        link = next_link(answer)
    raise AssertionError(f"no deltaLink on {MOST_PAGES} pages")


async def changes(client: Client, link: str, prefer: str = "") -> list[Item]:
    """What a round says, from a link on."""
    pages, _ = await follow(client, link, prefer)
    return [item for page in pages for item in page]


async def begin(client: Client, **window: str) -> str:
    """The link to the changes of a window from now on."""
    answer = await first(client, prefer="odata.maxpagesize=1000", **window)
    return delta_link(answer)


@dataclass
class Follower:
    """Follows a window page by page, begins anew when it is told to, and remembers what it was told."""

    window: dict[str, str]
    known: dict[str, Item] = field(default_factory=dict)
    link: str = ""
    expired: int = 0

    async def follow(self, client: Client, size: int) -> None:
        """Ask for the next page, of whatever round it is."""
        prefer = f"odata.maxpagesize={size}"
        answer = await (
            client.get(self.link, prefer=prefer) if self.link else client.get(DELTA, prefer=prefer, **self.window)
        )
        if answer.status == 410:
            self.known, self.link = {}, answer.headers["Location"]
            self.expired += 1
            return
        assert answer.status == 200, answer.body
        for item in answer.value:
            self._take(item)
        self.link = next(answer.json[link] for link in LINKS if link in answer.json)

    def under_way(self) -> bool:
        """Whether there are more pages in this round; an empty token begins one."""
        return not token_of(self.link) or "$skiptoken=" in self.link

    def _take(self, item: Item) -> None:
        """Whoever is told of a series, or of its end, forgets what they knew of its occurrences."""
        if is_removed(item) or item["type"] == "seriesMaster":
            self.known = {
                id_: one for id_, one in self.known.items() if item["id"] not in {id_, one.get("seriesMasterId")}
            }
        if not is_removed(item):
            self.known[item["id"]] = item

    async def catch_up(self, client: Client) -> None:
        """End the round, and ask what changed since; begin anew where that is needed."""
        for size in (3, 50):  # the round under way, and another; a token that is over is seen in either
            await self.follow(client, size)
            while self.under_way():
                await self.follow(client, size)
