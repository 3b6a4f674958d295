"""Which files of the package a browser may have: what pages are drawn with."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

HERE = Path(__file__).resolve().parent
FOLDERS = ("theme", "parts", "pages", "vendor")
KINDS = frozenset({".css", ".js", ".svg", ".woff2", ".png"})
PREFIX = "web/"


class Shelf(FileSystemStorage):
    """The folder of this package, under the name by which addresses call it."""

    prefix = PREFIX.rstrip("/")


class ForBrowsers(BaseFinder):
    """Finds styles, scripts, pictures and fonts beside the pages and parts that they belong to."""

    storage = Shelf(location=HERE)

    def find(self, path: str, find_all: bool = False) -> str | list[str]:  # type: ignore[override]  # noqa: FBT001, FBT002 -- Django's own form
        """Where that file lies, if it is one for browsers."""
        file = (HERE / path.removeprefix(PREFIX)).resolve()
        here = path.startswith(PREFIX) and _is_for_browsers(file) and file.is_file()
        if not here:
            return []
        return [str(file)] if find_all else str(file)

    def check(self, **_kwargs: object) -> Sequence[CheckMessage]:  # type: ignore[override]
        """Nothing can be set up wrongly."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Shelf]]:
        """All of them."""
        ignored = [*(ignore_patterns or ())]
        for name in _names():
            if not matches_patterns(name, ignored):
                yield name, self.storage


def _names() -> Iterator[str]:
    for folder in FOLDERS:
        for file in sorted((HERE / folder).rglob("*")):
            if _is_for_browsers(file):
                yield str(file.relative_to(HERE))


def _is_for_browsers(file: Path) -> bool:
    below = file.is_relative_to(HERE) and file.relative_to(HERE).parts[0] in FOLDERS
    return below and file.suffix in KINDS
