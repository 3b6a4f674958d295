"""Why something about a post cannot be done now; each text is for people."""

from antiphon.kernel.errors import AntiphonError


class StaleEditError(AntiphonError):
    """Somebody else changed the post since it was opened; nothing was stored."""


class NotNowError(AntiphonError):
    """What was asked does not fit the state that the post is in."""
