"""How signing up and signing in differ from what allauth does by itself."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from antiphon.people import actions, queries
from antiphon.people.actions import factors
from antiphon.people.models import Invitation
from antiphon.people.policy import Refused

# What a session remembers of an invitation: the hash of its token, never the token.
INVITED = "invited"


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that somebody came through, while it opens the door."""
    return queries.invitation(request.session.get(INVITED, ""))


class ByInvitation(DefaultAccountAdapter):
    """Nobody signs up who was not invited, and only with the invited address."""

    request: HttpRequest

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for who came through an invitation's link."""
        return invitation_of(request) is not None

    def clean_email(self, email: str) -> str:
        """Sign up with the address that was invited."""
        invited = invitation_of(self.request)
        if invited and not self.request.user.is_authenticated and not _same(invited, email):
            raise ValidationError("The invitation is for another address.")
        return str(super().clean_email(email))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who signs in after coming through an invitation is taken in."""
        person = queries.person(getattr(request.user, "email", ""))
        if person and (digest := request.session.pop(INVITED, "")):
            try:
                actions.accept_by_digest(digest, person=person)
            except Refused as refused:
                messages.warning(request, str(refused))
        return str(super().get_login_redirect_url(request))


def _same(invited: Invitation, email: str) -> bool:
    return invited.email == email.strip().lower()


class SealedFactors(DefaultMFAAdapter):
    """Seeds of second factors are sealed like every secret."""

    def encrypt(self, text: str) -> str:
        """Seal a seed."""
        return factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed."""
        return factors.open_seed(encrypted_text)
