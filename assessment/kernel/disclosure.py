"""What may be told of others to who sees some units only: nothing from which one could be told."""

from assessment.kernel.actors import Actor

SMALLEST_GROUP = 5
"""Known values, one's own among them, from which on a mean, a median or an end of them is told."""


def smallest(actor: Actor, usual: int) -> int:
    """The least number of known values before something is told of them all. `usual` is what is
    enough for who sees every unit, and has nothing to be kept from."""
    return usual if actor.units is None else max(usual, SMALLEST_GROUP)
