"""Every ANTIPHON_* name there is: its type, its meaning, its default, and whether it is a secret.

Nothing else in the program reads the environment. A value that cannot be used is refused with a
sentence that names it. Every secret may also come from a file: `ANTIPHON_X_FILE` names it.
"""

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Generic, TypeVar

from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.secret import Secret

PREFIX = "ANTIPHON_"

T = TypeVar("T")


class WrongSettingError(AntiphonError):
    """Something in the environment cannot be used as it is."""


@dataclass(frozen=True)
class Name(Generic[T]):
    """One name of the environment: how it is read and what it means."""

    key: str
    meaning: str
    read: Callable[[str], T]
    default: str = ""
    secret: bool = False

    @property
    def variable(self) -> str:
        """The name as it stands in the environment."""
        return PREFIX + self.key

    @property
    def is_given(self) -> bool:
        """Whether somebody set it, directly or through a file."""
        return bool(self._raw(os.environ))

    def value(self, environ: Mapping[str, str] | None = None) -> T:
        """What it is now."""
        raw = self._raw(os.environ if environ is None else environ) or self.default
        try:
            return self.read(raw)
        except ValueError as error:
            shown = "its value" if self.secret else repr(raw)
            raise WrongSettingError(f"{self.variable}: {shown} is not {error}.") from None

    def _raw(self, environ: Mapping[str, str]) -> str:
        given = environ.get(self.variable, "").strip()
        if not self.secret:
            return given
        return given or _from_file(f"{self.variable}_FILE", environ)


def _from_file(variable: str, environ: Mapping[str, str]) -> str:
    """The secret in the file that this variable names, if it names one nobody else can read."""
    if not (named := environ.get(variable, "").strip()):
        return ""
    path = Path(named).expanduser()
    try:
        mode = path.stat().st_mode
        if mode & stat.S_IROTH:
            raise WrongSettingError(
                f"{variable}: everybody on this machine can read {path}; run chmod 600 {path}."
            )
        return path.read_text().strip()
    except OSError as error:
        raise WrongSettingError(f"{variable}: {path} cannot be read: {error.strerror}.") from None


def text(raw: str) -> str:
    """Any text."""
    return raw


def truth(raw: str) -> bool:
    """Yes or no."""
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError("yes or no")


def number(raw: str) -> int:
    """A whole number, not negative."""
    if not raw.isdecimal():
        raise ValueError("a whole number")
    return int(raw)


def signed(raw: str) -> int:
    """A whole number that may be negative."""
    try:
        return int(raw)
    except ValueError:
        raise ValueError("a whole number") from None


def seconds(raw: str) -> timedelta:
    """A length of time in seconds."""
    try:
        return timedelta(seconds=float(raw))
    except (ValueError, OverflowError):
        raise ValueError("a number of seconds") from None


def path(raw: str) -> Path:
    """A place in the file system; `~` is the home of whoever runs the program."""
    return Path(raw).expanduser().absolute()


def words(raw: str) -> tuple[str, ...]:
    """Several words, parted by commas."""
    return tuple(word for part in raw.split(",") if (word := part.strip()))


def hosts_with_ports(raw: str) -> tuple[tuple[str, int], ...]:
    """Several `host:port`, parted by commas."""
    pairs = [word.rpartition(":") for word in words(raw)]
    if not all(host and port.isdecimal() for host, _, port in pairs):
        raise ValueError("a list of host:port")
    return tuple((host.strip("[]"), int(port)) for host, _, port in pairs)


def log_level(raw: str) -> str:
    """How much is written to the log."""
    if raw.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("one of DEBUG, INFO, WARNING, ERROR")
    return raw.upper()


HOME = Name("HOME", "where everything that must be kept lives", path, "~/.antiphon")
DATABASE_URL = Name(
    "DATABASE_URL",
    "your own PostgreSQL (15 or newer), postgresql://…; empty: the one that comes with us",
    Secret,
    secret=True,
)
SECRET_KEY = Name(
    "SECRET_KEY",
    "signs sessions and links; without it one is made in HOME, but never in production",
    Secret,
    secret=True,
)
INSTANCE = Name(
    "INSTANCE",
    "says which installation this is, the same on every machine that shares the database; "
    "without it one is made in HOME",
    Secret,
    secret=True,
)
KEYS_FILE = Name("KEYS_FILE", "the numbered sealing keys; default: `keys` in HOME", text)
PRODUCTION = Name("PRODUCTION", "others use this installation: refuse every unsafe setting", truth)
DEBUG = Name("DEBUG", "show tracebacks on pages; never in production", truth)
HOSTS = Name(
    "HOSTS",
    "the host names under which we answer, parted by commas",
    words,
    "localhost,127.0.0.1,[::1]",
)
PUBLIC_URL = Name(
    "PUBLIC_URL",
    "our address as others see it; links in mail begin with it",
    text,
    "http://localhost:8000",
)
OUTSIDE_URL = Name(
    "OUTSIDE_URL",
    "another address of ours, on a host of its own, for secret links and the files behind them, "
    "such as https://share.example.org; empty: PUBLIC_URL",
    text,
)
BEHIND_TLS_PROXY = Name(
    "BEHIND_TLS_PROXY", "a proxy that ends TLS stands before us and sets X-Forwarded-Proto", truth
)
PROXY = Name(
    "PROXY",
    "the address from which that proxy speaks to us; what it says of addresses and TLS is believed,"
    " and nobody else's word",
    text,
    "127.0.0.1",
)
ALLOW_PRIVATE_NETWORKS = Name(
    "ALLOW_PRIVATE_NETWORKS",
    "networks and feeds may live at private addresses, as on a home server",
    truth,
)
PRIVATE_HOSTS = Name(
    "PRIVATE_HOSTS", "the only private host:port we may call, parted by commas", hosts_with_ports
)
SANDBOX_PORT = Name(
    "SANDBOX_PORT",
    "the port of this machine at which a sandbox's pretend networks are offered to people; "
    "`antiphon up` sets it; 0: none",
    number,
    "0",
)
OPEN_TO_FOUNDERS = Name(
    "OPEN_TO_FOUNDERS",
    "everybody who can sign in may begin a workspace; otherwise only owners of one, and who comes "
    "first",
    truth,
)
FILES_PER_WORKSPACE = Name(
    "FILES_PER_WORKSPACE",
    "megabytes that the files of one workspace may take; what is over it is refused with a reason",
    number,
    "50000",
)
WEATHER_URL = Name(
    "WEATHER_URL",
    "where to ask for live weather, an Open-Meteo server such as https://api.open-meteo.com "
    "(mind its terms); empty: audiences by weather go by the climate of the month",
    text,
)
GRACE = Name(
    "GRACE",
    "seconds after its hour in which a publication may still go out; a workspace can say otherwise",
    seconds,
    "3600",
)
REQUEST_TIMEOUT = Name(
    "REQUEST_TIMEOUT", "seconds to wait for a network's answer to one request", seconds, "30"
)
STOP_WITHIN = Name(
    "STOP_WITHIN",
    "seconds a worker may finish what it holds when it is told to stop",
    seconds,
    "25",
)
HEARTBEAT_LIMIT = Name(
    "HEARTBEAT_LIMIT", "seconds without a worker's heartbeat until we say not ready", seconds, "30"
)
OLDEST_DUE_LIMIT = Name(
    "OLDEST_DUE_LIMIT", "seconds that due work may wait until we say not ready", seconds, "300"
)
API_CALLS = Name(
    "API_CALLS", "calls that one API key may make in a minute; 0: no limit", number, "600"
)
API_KEY = Name(
    "API_KEY",
    "the key with which `antiphon mcp` speaks for an agent; nothing else reads it",
    Secret,
    secret=True,
)
CONNECTIONS = Name("CONNECTIONS", "database connections one process may hold", number, "20")
CLOCK_SKEW = Name(
    "CLOCK_SKEW",
    "seconds by which this process's own clock is set wrong, for trials only",
    signed,
    "0",
)
WORKSPACE = Name(
    "WORKSPACE",
    "the short name of the workspace that commands speak for, where there are several",
    text,
)
LOG_LEVEL = Name("LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR", log_level, "INFO")
MAIL_URL = Name(
    "MAIL_URL",
    "smtp://user:password@host:port or smtps://…; empty: mail is shown in the log",
    Secret,
    secret=True,
)
MAIL_FROM = Name("MAIL_FROM", "the sender of our mail", text, "antiphon@localhost")


def everything() -> tuple[Name[object], ...]:
    """All names, in the order in which they stand above; the manual is made from this."""
    return tuple(value for value in globals().values() if isinstance(value, Name))


def network_secret(key: str, name: str) -> Secret:
    """A network's own secret, named after its key: `ANTIPHON_<KEY>_CLIENT_ID` and so on."""
    wanted = f"{key}_{name}".upper().replace("-", "_").replace(".", "_")
    return Name(wanted, f"{name} of {key}", Secret, secret=True).value()


def network_facts(key: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What else the operator says about an app at a network: `ANTIPHON_<KEY>_SCOPES` and so on."""
    start = f"ANTIPHON_{key}_".upper().replace("-", "_").replace(".", "_")
    return {
        name.removeprefix(start).lower(): value.strip()
        for name, value in environ.items()
        if name.startswith(start) and not name.startswith(f"{start}CLIENT_") and value.strip()
    }


def keys_file() -> Path:
    """Where the sealing keys are."""
    return path(KEYS_FILE.value()) if KEYS_FILE.is_given else HOME.value() / "keys"
