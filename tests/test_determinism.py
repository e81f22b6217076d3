"""The same requests get the same bytes, whatever process on whatever machine answers them."""

from __future__ import annotations

from tests.wire import Wire, served
from tests.work import SCENARIOS, Seen, Worker, differences, work_alone

SEEDS = [f"run-{number}" for number in range(40)]


def run(**environment: str) -> dict[str, list[Seen]]:
    with served(**environment) as url:
        wire = Wire(url)
        seen = {seed: work_alone(wire, seed) for seed in SEEDS}
        wire.close()
    return seen


def test_two_processes_give_the_same_bytes_for_the_same_requests() -> None:
    """Another hash seed orders sets in another way, and another place has another local time and language."""
    one = run(PYTHONHASHSEED="1", TZ="America/New_York", LC_ALL="C")
    other = run(PYTHONHASHSEED="2", TZ="Asia/Kolkata", LC_ALL="C.UTF-8")

    differing = differences(one, other)
    assert not differing, "\n".join(differing[:5])
    assert {Worker(seed).scenario for seed in SEEDS} == set(SCENARIOS)
