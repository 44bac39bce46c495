"""Whom tests ask as, where a test is not about who asks."""

from assessment.kernel.actors import Actor

READER = Actor("reader", "reviewer", live=True)
"""Reads everything there is, as it was filed last."""

LEADER = Actor("leader", "leader")
"""Reads what is published, and writes nothing."""
