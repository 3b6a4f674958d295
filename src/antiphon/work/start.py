"""What must stand before Django is asked for anything: the home, its secret key, the database."""

import atexit
import os
import secrets
from pathlib import Path

from antiphon import environment
from antiphon.work.database.cluster import DATABASE, Cluster, socket_folder
from antiphon.work.database.layout import USER


def prepare() -> Cluster | None:
    """Make what a first start lacks, and have the embedded database running if none is named."""
    home = environment.HOME.value()
    home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    (home / "static").mkdir(exist_ok=True)
    if not environment.PRODUCTION.value():
        _make_secret_key(home / "secret-key")
    if environment.DATABASE_URL.is_given:
        return None
    cluster = Cluster(home)
    cluster.start()
    atexit.register(cluster.leave)
    return cluster


def _make_secret_key(file: Path) -> None:
    if not environment.SECRET_KEY.is_given:
        make_secret(file)


def make_secret(file: Path) -> None:
    """Have a secret in that file, for our eyes only; one that is there stays."""
    # Written aside and linked into place, so that of two first starts only one wins, and whole.
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(64))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def secret_key() -> str:
    """The key that signs; a passing one where none was made yet, as when code is only read."""
    if environment.SECRET_KEY.is_given:
        return environment.SECRET_KEY.value().reveal()
    file = environment.HOME.value() / "secret-key"
    if file.exists():
        return file.read_text().strip()
    return "" if environment.PRODUCTION.value() else secrets.token_urlsafe(64)


def embedded() -> dict[str, str]:
    """How the embedded database is reached."""
    where = str(socket_folder(environment.HOME.value()))
    return {"NAME": DATABASE, "USER": USER, "HOST": where, "PORT": ""}
