"""Draws the pages of a running installation for the manual: `make run`, then `make pictures`.

One line in PAGES for each page. Every page is drawn wide and narrow, light and dark, into
build/pictures; what the manual shows is chosen from there by hand.
"""

import argparse
import itertools
import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, sync_playwright

ROOT = Path(__file__).parents[1]
PAGES = {"sign-in": "/accounts/login/"}
WIDTHS = {"wide": 1440, "narrow": 390}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def draw(browser: Browser, address: str, target: Path) -> list[Path]:
    """Every page in every width and colour scheme; the files that were written."""
    written = []
    for (page, path), (width, pixels), scheme in itertools.product(
        PAGES.items(), WIDTHS.items(), SCHEMES
    ):
        context = browser.new_context(
            viewport={"width": pixels, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        sheet = context.new_page()
        sheet.goto(address + path, wait_until="networkidle")
        file = target / f"{page}-{width}-{scheme}.png"
        sheet.screenshot(path=file, full_page=True)
        written.append(file)
        context.close()
    return written


def main() -> int:
    """Draw, or say in a sentence why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://localhost:8000", help="where it runs")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "pictures")
    options = parser.parse_args()
    if not (chromium := shutil.which("chromium")):
        print("There is no Chromium on this machine.", file=sys.stderr)
        return 1
    options.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        # Chromium refuses to start its own sandbox for root.
        free = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=free)
        try:
            written = draw(browser, options.address.rstrip("/"), options.to)
        except Error as error:
            print(
                f"{options.address} cannot be drawn: {error.message.splitlines()[0]}",
                file=sys.stderr,
            )
            return 1
        finally:
            browser.close()
    print("\n".join(str(file) for file in written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
