"""The form of who comes in by invitation, and which passwords are too well known."""

import re
from typing import Any

from allauth.account.forms import SignupForm
from allauth.core import context
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from antiphon.people.adapter import invitation_of


class ComeIn(SignupForm):  # type: ignore[misc]  # allauth has no types
    """The invited address stands there already; with another one nobody comes in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        invitation = invitation_of(context.request)
        if invitation is not None:
            kwargs["initial"] = {"email": invitation.email, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class DressedUpPassword(CommonPasswordValidator):
    """Refuses what everybody tries, also with numbers and signs around it or written twice.

    The list is Django's own twenty thousand, which lies on this machine: nobody is asked.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse it, and say why."""
        plain = password.lower()
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        doubled = re.fullmatch(r"(.{1,8})\1+", plain)
        for word in (bare, doubled[1] if doubled else ""):
            if word in self.passwords:
                raise ValidationError(self.get_error_message(), code="password_too_common")
        super().validate(password, user)
