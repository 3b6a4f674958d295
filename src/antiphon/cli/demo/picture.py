"""A glass of soda, drawn on the spot."""

from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

SIZE = (1200, 900)
SKY, GLASS, SODA = (250, 240, 225), (255, 255, 255), (196, 32, 74)


def draw(path: Path, seed: int) -> Path:
    """Draw it; the same seed, the same bubbles."""
    dice = Random(seed)  # noqa: S311 -- a drawing, not a secret
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
    image.save(path, "PNG")
    return path
