"""A picture with regions blacked: a copy without a trace of what stood there, nor of anything beside the pixels."""

from __future__ import annotations

import io
from collections.abc import Sequence

from tocsin.errors import WrongUse
from tocsin.publishing.dossier.masks import Region

#: a larger one needs more memory than we give it
PIXELS_MAX = 50_000_000


def blacked(content: bytes, regions: Sequence[Region]) -> bytes:
    """A PNG. Raises WrongUse for what is no picture, is too large, or has nothing in a region."""
    from PIL import Image, ImageDraw, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise WrongUse(
                    f"the picture has {picture.width * picture.height:,} pixels",
                    "withhold the report instead",
                )
            plain = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise WrongUse(
            f"it is no picture that can be blacked ({error})", "withhold the report instead"
        ) from None
    draw = ImageDraw.Draw(plain)
    for each in regions:
        if not each.width or not each.height or each.left >= plain.width or each.top >= plain.height:
            raise WrongUse(
                f"{tuple(each)} is no region of {plain.width} x {plain.height} pixels", "measure again"
            )
        draw.rectangle(
            (each.left, each.top, each.left + each.width - 1, each.top + each.height - 1), fill=(0, 0, 0)
        )
    fresh = Image.new("RGB", plain.size)  # pixels alone: no profile, no comment, no thumbnail
    fresh.paste(plain)
    made = io.BytesIO()
    fresh.save(made, "PNG")
    return made.getvalue()
