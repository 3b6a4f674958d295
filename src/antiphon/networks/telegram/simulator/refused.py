"""The refusals of the simulated network, in the form of the real one."""

from typing import Any

_WORDS = {
    400: "Bad Request", 403: "Forbidden", 409: "Conflict", 429: "Too Many Requests",
}  # fmt: skip


class RefusedError(Exception):
    """The call is not done, and here is why."""

    def __init__(self, status: int, why: str, **parameters: int) -> None:
        word = _WORDS.get(status)
        super().__init__(f"{word}: {why}" if word else why)
        self.status, self.parameters = status, parameters

    def told(self) -> dict[str, Any]:
        """As the Bot API says it."""
        told: dict[str, Any] = {
            "ok": False, "error_code": self.status, "description": str(self),
        }  # fmt: skip
        return told | ({"parameters": self.parameters} if self.parameters else {})
