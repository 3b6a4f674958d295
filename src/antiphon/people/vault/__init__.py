"""The vault: what must not be read by who steals a copy of the database.

`put(row, "token", value)` seals into a `SealedField`, `take(row, "token")` opens it again.
"""

from antiphon.people.vault.box import key_of, open_sealed, put, seal, take
from antiphon.people.vault.ring import KeyRing, VaultError, ring

__all__ = ["KeyRing", "VaultError", "key_of", "open_sealed", "put", "ring", "seal", "take"]
