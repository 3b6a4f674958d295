"""A glass of soda, drawn on the spot: as a picture, and as a short film in which it bubbles."""

from pathlib import Path
from random import Random

import av
from PIL import Image, ImageDraw

SIZE = (1200, 900)
SKY, GLASS, SODA = (250, 240, 225), (255, 255, 255), (196, 32, 74)


FILM_SIZE, FRAMES_A_SECOND, SECONDS = (720, 1280), 12, 7
"""Upright and short, as networks like their shorts."""


def draw(path: Path, seed: int) -> Path:
    """Draw it; the same seed, the same bubbles."""
    _glass(Random(seed)).save(path, "PNG")  # noqa: S311 -- a drawing, not a secret
    return path


def film(path: Path, seed: int) -> Path:
    """Film it; the same seed, the same bubbles."""
    dice = Random(seed)  # noqa: S311 -- a drawing, not a secret
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=FRAMES_A_SECOND)
        stream.width, stream.height, stream.pix_fmt = *FILM_SIZE, "yuv420p"
        for _ in range(SECONDS * FRAMES_A_SECOND):
            made.mux(stream.encode(_frame(dice)))
        made.mux(stream.encode(None))
    return path


def _frame(dice: Random) -> av.VideoFrame:
    upright = Image.new("RGB", FILM_SIZE, SKY)
    upright.paste(_glass(dice).crop((360, 0, 840, 900)), (120, 190))
    return av.VideoFrame.from_image(upright)  # type: ignore[no-untyped-call, no-any-return]


def _glass(dice: Random) -> Image.Image:
    image = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((440, 150, 760, 780), 40, fill=GLASS, outline=(120, 120, 130), width=6)
    pen.rounded_rectangle((456, 300, 744, 764), 30, fill=SODA)
    for _ in range(70):
        x, y, r = dice.randint(470, 720), dice.randint(310, 740), dice.randint(3, 9)
        pen.ellipse((x, y, x + r, y + r), fill=(238, 140, 160))
    for place in range(3):
        left = 490 + place * 80
        pen.ellipse((left, 260, left + 66, 326), fill=(90, 10, 60))
    return image
