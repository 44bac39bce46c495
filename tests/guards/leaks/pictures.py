"""A photograph for each county, no two alike."""

import io

from PIL import Image

from tests.guards.leaks.canaries import NAMES


def picture(unit: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 6), (list(NAMES).index(unit) * 20, 90, 30)).save(drawn, "JPEG")
    return drawn.getvalue()
