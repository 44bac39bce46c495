"""A picture for the demonstration: drawn, of no place and of nobody."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

SIZE = (640, 480)


@lru_cache(maxsize=1)
def drawn() -> bytes:
    """A JPEG of a house with a door under a sky."""
    picture = Image.new("RGB", SIZE, "#dfe7ee")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 360, 640, 480), fill="#9aa88f")
    pen.rectangle((170, 190, 470, 400), fill="#f4f1e8", outline="#1f4e79", width=4)
    pen.polygon(((150, 190), (320, 90), (490, 190)), fill="#1f4e79")
    pen.rectangle((290, 290, 350, 400), fill="#8c6d46")
    for left in (200, 390):
        pen.rectangle((left, 230, left + 50, 275), fill="#bfd4e6", outline="#1f4e79", width=3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
