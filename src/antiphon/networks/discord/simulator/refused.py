"""The refusals of the simulated network, in the form of the real one."""

from typing import Any


class RefusedError(Exception):
    """The call is not done, and here is why."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.more = status, code, more

    def told(self) -> dict[str, Any]:
        """As Discord says it."""
        return {"message": str(self), "code": self.code, **self.more}


def invalid(field: str, why: str, code: str = "BASE_TYPE_MAX_LENGTH") -> RefusedError:
    """A form with something wrong in one field."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": why}]}
    for name in reversed(field.split(".")):
        errors = {name: errors}
    return RefusedError(400, 50035, "Invalid Form Body", errors=errors)
