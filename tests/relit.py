"""A plan in other light, for tests of things and places."""

from dataclasses import replace

from pegbar.scenery.plan import Plan


def relit(plan: Plan, **conditions: str) -> Plan:
    """The plan at another time, in another weather or season: everything stays where it is."""
    return replace(plan, conditions=replace(plan.conditions, **conditions))
