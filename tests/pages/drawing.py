"""Pictures of pages, and whether they fit."""

import os
from pathlib import Path

from playwright.sync_api import Page

TARGET = os.environ.get("ANTIPHON_PICTURES", "")
"""Where `make pictures` wants them; nothing is drawn otherwise."""
SCHEMES = ("light", "dark")
# A colour on its way to another is neither: what is judged is how the page comes to rest.
AT_REST = """document.getAnimations().filter(one => one instanceof CSSTransition)
    .forEach(one => one.finish())"""


def overflowing(page: Page, name: str) -> list[str]:
    """Nothing makes a page itself scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{name} is {wide} px too wide"] if wide > 0 else []


def draw(page: Page, name: str) -> None:
    """Keep a picture of the whole page, if pictures are wanted."""
    if TARGET:
        page.evaluate(AT_REST)
        Path(TARGET).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(TARGET) / f"{name}.png", full_page=True)
