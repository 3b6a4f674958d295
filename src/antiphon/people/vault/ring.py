"""The key ring: numbered keys in a file that is neither in the database nor in its backups.

A line is `number:key`; the highest number seals, every number opens. The file is read again when
it changes, so keys change while the program runs.
"""

import base64
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from antiphon.kernel.errors import AntiphonError

KEY_BYTES = 32  # AES-256: NIST SP 800-38D and FIPS 197, read November 2026
PROOF = b"antiphon: the proof of a sealing key"


class VaultError(AntiphonError):
    """A sealing key is missing or wrong, or a sealed value was moved or changed."""


@dataclass(frozen=True)
class KeyRing:
    """The keys of one file."""

    path: Path
    keys: Mapping[int, bytes] = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> "KeyRing":
        """Read the file; one that is not there is an empty ring."""
        if not path.exists():
            return cls(path, {})
        if path.stat().st_mode & stat.S_IROTH:
            raise VaultError(f"Everybody here can read the sealing keys; run chmod 400 {path}.")
        lines = [line for line in path.read_text().split() if not line.startswith("#")]
        return cls(path, dict(_parsed(line, path) for line in lines))

    @property
    def current(self) -> int:
        """The number of the key that seals."""
        if not self.keys:
            raise VaultError(f"There is no sealing key in {self.path}.")
        return max(self.keys)

    def key(self, number: int) -> bytes:
        """The key of this number."""
        try:
            return self.keys[number]
        except KeyError:
            raise VaultError(
                f"Sealing key {number} is missing from {self.path}; put it back from where you"
                " keep it. Nothing was changed."
            ) from None

    def proof(self, number: int) -> bytes:
        """What tells this key from another of the same number, and tells nothing else."""
        return hmac.new(self.key(number), PROOF, hashlib.sha256).digest()

    def with_new_key(self) -> "KeyRing":
        """The ring with one more key, written down."""
        number = max(self.keys, default=0) + 1
        return self._write({**self.keys, number: secrets.token_bytes(KEY_BYTES)})

    def without(self, number: int) -> "KeyRing":
        """The ring with this key gone for good."""
        return self._write({other: key for other, key in self.keys.items() if other != number})

    def _write(self, keys: Mapping[int, bytes]) -> "KeyRing":
        """Replace the file whole, so that nobody ever reads half of it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
            file.writelines(
                f"{number}:{base64.b64encode(key).decode()}\n" for number, key in keys.items()
            )
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)
        return KeyRing(self.path, keys)


def _parsed(line: str, path: Path) -> tuple[int, bytes]:
    number, _, key = line.partition(":")
    try:
        raw = base64.b64decode(key, validate=True)
        if len(raw) == KEY_BYTES and int(number) > 0:
            return int(number), raw
    except ValueError:
        pass
    raise VaultError(f"A line of {path} is no sealing key: it should be number:{KEY_BYTES} bytes.")


_read: dict[Path, tuple[tuple[int, int], KeyRing]] = {}


def ring() -> KeyRing:
    """The ring of this installation as its file is now."""
    path = Path(settings.KEYS_FILE)
    try:
        facts = path.stat()
    except FileNotFoundError:
        return KeyRing(path, {})
    mark = (facts.st_mtime_ns, facts.st_ino)
    if path not in _read or _read[path][0] != mark:
        _read[path] = (mark, KeyRing.read(path))
    return _read[path][1]
