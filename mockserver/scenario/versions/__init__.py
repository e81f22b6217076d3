"""What changed between two versions of a library, and which rise of its version that asks for.

`differences` says what changed in a scenario and what each change weighs; `comparing` does so for whole libraries.
"""

from mockserver.scenario.versions.comparing import Comparison, compare
from mockserver.scenario.versions.differences import BUMPS, Bump, Difference, differences

__all__ = ["BUMPS", "Bump", "Comparison", "Difference", "compare", "differences"]
