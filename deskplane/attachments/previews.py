"""Small pictures of pictures: decoded with bounds, turned upright and encoded anew, so nothing of the file survives."""

import asyncio
import io
from dataclasses import dataclass
from typing import Final

import structlog
from PIL import Image, ImageOps

MAX_SIDE: Final = 1600
MAX_PIXELS: Final = 40_000_000
MAX_SOURCE: Final = 25_000_000
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MIME: Final = "image/webp"
AT_ONCE: Final = asyncio.Semaphore(2)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Preview:
    """The picture encoded anew, and the size of the original in pixels."""

    data: bytes
    width: int
    height: int


async def preview_of(source: bytes) -> Preview | None:
    """Return the preview of a picture, or None if it cannot be read or would need too much memory."""
    async with AT_ONCE:
        return await asyncio.to_thread(_made, source)


def _made(source: bytes) -> Preview | None:
    try:
        with Image.open(io.BytesIO(source), formats=FORMATS) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                return None
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            clean = upright.convert(
                "RGBA" if "A" in upright.mode or "transparency" in upright.info else "RGB"
            )
            return Preview(_encoded(clean), width, height)
    except Exception as error:
        # Decoders fail on crafted files in ways nobody lists; the file itself is kept all the same.
        log.info("preview.refused", reason=f"{type(error).__name__}: {error}"[:200])
        return None


def _encoded(image: Image.Image) -> bytes:
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=82)
    return out.getvalue()
