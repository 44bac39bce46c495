"""A photo drawn anew from its pixels: upright, and without anything that is not picture.

What a camera or a phone writes beside the picture (place, time, serial number, a small second
picture) is gone, and so is whatever somebody hid there.
"""

import io
import warnings
from threading import BoundedSemaphore

from PIL import Image, ImageOps, UnidentifiedImageError

from assessment.errors import Place, Problem, Rejected

MOST_PIXELS = 50_000_000
"""A phone's photo has 12 or 48 million. Each takes three or four bytes while it is drawn."""

AT_ONCE = BoundedSemaphore(2)
"""Pictures drawn at a time, whoever sent them: one of 50 million points takes some 600 MB."""

LONGEST_SIDE = 30_000
QUALITY = 92
"""Of a JPEG that had to be turned. One that stands upright keeps the quality it came with."""


def drawn_anew(data: bytes, label: str) -> bytes:
    """The picture alone. `Rejected` where it has too many pixels or cannot be decoded whole."""
    place = Place(label)
    try:
        with warnings.catch_warnings():
            # Of a bomb it only warns; the limit below is ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as checked:
                _must_be_drawable(checked, place)
                checked.verify()
            with AT_ONCE, Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
                picture.load()
                return _saved(picture)
    except Rejected:
        raise
    except Image.DecompressionBombError:
        raise Rejected([_bomb(place)]) from None
    # A decoder fed with anything fails in any way; whichever it is, there is no picture.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, ArithmeticError) as error:
        raise Rejected([Problem("evidence.damaged", place)]) from error
    except (EOFError, LookupError, TypeError, AttributeError) as error:
        raise Rejected([Problem("evidence.damaged", place)]) from error


def _must_be_drawable(picture: Image.Image, place: Place) -> None:
    """Asked of the header, before anything is decoded."""
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Rejected([_bomb(place)])


def _bomb(place: Place) -> Problem:
    return Problem("evidence.too_many_pixels", place, {"millions": MOST_PIXELS // 10**6})


def _saved(picture: Image.Image) -> bytes:
    """As it was, but for what is written beside it; turned where the camera was."""
    png = picture.format == "PNG"
    turned = ImageOps.exif_transpose(picture)
    same = turned.size == picture.size and picture.getexif().get(0x0112, 1) == 1
    target = io.BytesIO()
    if png:
        _bare(turned).save(target, "PNG")
    elif same and picture.format == "JPEG":
        picture.info.clear()
        picture.save(target, "JPEG", quality="keep", exif=b"", icc_profile=None)
    else:
        bare = _bare(turned if turned.mode in ("L", "RGB", "CMYK") else turned.convert("RGB"))
        bare.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """The picture without its notes, but with the colour that stands for nothing."""
    bare = picture.copy()
    see_through = bare.info.get("transparency")
    bare.info.clear()
    if see_through is not None:
        bare.info["transparency"] = see_through
    return bare


def smaller(data: bytes, side: int) -> bytes:
    """A kept photo as a JPEG of at most `side` pixels, for a page that shows several."""
    with AT_ONCE, Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
        # A JPEG is decoded at half, a quarter or an eighth: twenty times as fast.
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side))
        target = io.BytesIO()
        _on_white(picture).save(target, "JPEG", quality=80)
    return target.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Where a PNG is see-through the page is white; JPEG would make it black."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    drawn = picture.convert("RGBA")
    white = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(white, drawn).convert("RGB")
