"""Sessions as Django keeps them, but nobody can sign in with what the table holds."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as StoredSessions
from django.contrib.sessions.base_session import AbstractBaseSession

LENGTH = 40  # of Django's column; 160 bits of the hash are kept


def digest_of(key: str | None) -> str:
    """How a session's key is stored."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:LENGTH]


class SessionStore(StoredSessions):
    """The cookie holds the key, the table its hash."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found: AbstractBaseSession | None = self.model.objects.filter(
            session_key=digest_of(self.session_key), expire_date__gt=datetime.now(UTC)
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether a session has this key."""
        return super().exists(digest_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row to be stored."""
        row = super().create_model_instance(data)
        row.session_key = digest_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key:
            super().delete(digest_of(key))
