"""How signing up and signing in differ from what allauth does by itself."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from antiphon.people.actions import factors

INVITED = "invited"


class ByInvitation(DefaultAccountAdapter):
    """Nobody signs up who was not invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for who came through an invitation's link, which the session remembers."""
        return bool(request.session.get(INVITED))


class SealedFactors(DefaultMFAAdapter):
    """Seeds of second factors are sealed like every secret."""

    def encrypt(self, text: str) -> str:
        """Seal a seed."""
        return factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed."""
        return factors.open_seed(encrypted_text)
