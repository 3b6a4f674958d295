"""The form of who comes in by invitation."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.core import context

from antiphon.people.adapter import invitation_of


class ComeIn(SignupForm):  # type: ignore[misc]  # allauth has no types
    """The invited address stands there already; with another one nobody comes in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        invitation = invitation_of(context.request)
        if invitation is not None:
            kwargs["initial"] = {"email": invitation.email, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
