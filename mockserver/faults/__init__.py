"""Deciding to fail: which request meets which fault. What a fault looks like on the wire is the provider's affair.

`when` says which requests are meant and which of them in turn; `rules` holds what is armed in a session and counts;
`catalogue` names the faults there are.
"""

from mockserver.faults.catalogue import API_FAULTS, FAULTS, GRAPH_FAULTS, OAUTH_FAULTS, Met
from mockserver.faults.rules import Armed, Fault, Rule, Rules, TooManyRules
from mockserver.faults.when import Request, When

__all__ = [
    "API_FAULTS",
    "FAULTS",
    "GRAPH_FAULTS",
    "OAUTH_FAULTS",
    "Armed",
    "Fault",
    "Met",
    "Request",
    "Rule",
    "Rules",
    "TooManyRules",
    "When",
]
