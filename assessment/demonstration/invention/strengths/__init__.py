"""What each county would answer, one module to a strength.

Each takes the province and the answers so far, and adds its own: field code to a grid of numbers.
A part is always drawn as a share of its whole, so it can't exceed it.
"""

from assessment.demonstration.invention.strengths import (
    institutions,
    leadership_team,
    organisation,
    political_guidance,
    role_played,
    service_venues,
)

IN_TURN = (
    organisation,
    political_guidance,
    leadership_team,
    institutions,
    service_venues,
    role_played,
)
"""Organisation first: members and enterprises are what the others are measured against."""
