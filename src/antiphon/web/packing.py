"""How files for browsers are packed: named by their contents, compressed, all styles in one."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

HERE = Path(__file__).resolve().parent
INDEX = "web/theme/index.css"
_IMPORT = re.compile(r'@import url\("(?P<file>[^"]+)"\) layer\((?P<layer>\w+)\);')


class Packed(CompressedManifestStaticFilesStorage):
    """Files are kept by browsers for ever, because a changed one has another name.

    Where nothing was collected yet (tests, a first look at the sources) files keep their names.
    """

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The name that changes with the contents."""
        return str(super().stored_name(name)) if self.hashed_files else name

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Join the styles, then name and compress everything."""
        if INDEX in paths:
            text = joined(HERE / "theme" / "index.css")
            Path(self.path(INDEX)).write_text(text, encoding="utf-8")
            paths = {**paths, INDEX: (self, INDEX)}
        yield from super().post_process(paths, *args, **options)


def joined(index: Path) -> str:
    """The style sheet with every sheet that it imports in its place, each in its layer."""

    def sheet(found: re.Match[str]) -> str:
        text = (index.parent / found["file"]).resolve().read_text(encoding="utf-8")
        return f"@layer {found['layer']} {{\n{text}\n}}"

    return _IMPORT.sub(sheet, index.read_text(encoding="utf-8"))


def collect() -> None:
    """Pack the files of this version once; nothing to do while they are the same."""
    stamp = Path(settings.STATIC_ROOT) / ".packed"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(wanted)


def _fingerprint() -> str:
    """Changes with every file that a browser may have."""
    told = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            told.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return told.hexdigest()
