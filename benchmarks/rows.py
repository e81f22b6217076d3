"""The rows of the result: what was measured, what it was compared with, and whether it keeps to its budget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADINGS = ("what", "ours", "compared with", "theirs", "ratio", "min-max", "budget", "within")


@dataclass(frozen=True, slots=True)
class Budget:
    """A bound on the ratio, or on our own value."""

    bound: Literal["at most", "at least"]
    value: float
    of: Literal["ratio", "ours"] = "ratio"

    def kept(self, value: float) -> bool:
        return value <= self.value if self.bound == "at most" else value >= self.value


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: the values of every round, ours beside theirs, so that each pair met the same machine.

    `waits`: it was measured by a clock on the wall, not by CPU, so a pause of the process counts in it.
    """

    what: str
    unit: str
    ours: Sequence[float]
    other: str = ""
    theirs: Sequence[float] = ()
    budget: Budget | None = None
    waits: bool = False

    @property
    def ratios(self) -> list[float]:
        """Ours to theirs, round by round."""
        return [one / other for one, other in zip(self.ours, self.theirs, strict=bool(self.theirs)) if other]

    @property
    def within(self) -> bool | None:
        """Whether the median keeps to the budget, None where there is none."""
        if self.budget is None:
            return None
        return self.budget.kept(median(self.ratios if self.budget.of == "ratio" else self.ours))

    def limited(self, mark: str) -> Row:
        """The row as measured under a limit, which pauses a process as it likes: what waited is not judged there."""
        return replace(self, what=f"{mark} {self.what}", budget=None if self.waits else self.budget)

    def facts(self) -> dict[str, Any]:
        """The row as JSON values."""
        budget = self.budget
        return {
            "what": self.what,
            "unit": self.unit,
            "ours": _sample(self.ours),
            "compared_with": self.other or None,
            "theirs": _sample(self.theirs),
            "ratio": _sample(self.ratios),
            "budget": None if budget is None else {"of": budget.of, "bound": budget.bound, "value": budget.value},
            "within": self.within,
        }

    def cells(self) -> tuple[str, ...]:
        """The row as the table shows it."""
        ratios = self.ratios
        return (
            self.what,
            _shown(median(self.ours), self.unit),
            self.other,
            _shown(median(self.theirs), self.unit) if self.theirs else "",
            f"{median(ratios):.2f}" if ratios else "",
            f"{min(ratios):.2f}-{max(ratios):.2f}" if ratios else _span(self.ours, self.unit),
            self._budget_shown(),
            {True: "yes", False: "NO", None: ""}[self.within],
        )

    def _budget_shown(self) -> str:
        if self.budget is None:
            return ""
        value = f"{self.budget.value:.2f}" if self.budget.of == "ratio" else _shown(self.budget.value, self.unit)
        return f"{self.budget.bound} {value}"


def table(rows: Iterable[Row]) -> str:
    """The rows as a table for a terminal, numbers to the right."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADINGS))]
    left = {0, 2, 6, 7}
    shown = [
        "  ".join(cell.ljust(width) if at in left else cell.rjust(width) for at, (cell, width) in enumerate(pairs))
        for pairs in (zip(line, widths, strict=True) for line in lines)
    ]
    shown.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in shown)


def _sample(values: Sequence[float]) -> dict[str, Any] | None:
    if not values:
        return None
    return {"median": median(values), "min": min(values), "max": max(values), "values": list(values)}


def _span(values: Sequence[float], unit: str) -> str:
    return f"{_number(min(values))}-{_shown(max(values), unit)}" if len(values) > 1 else ""


def _shown(value: float, unit: str) -> str:
    return f"{_number(value)} {unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
