"""How signing up and signing in differ from what allauth does by itself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

INVITED = "invited"


class ByInvitation(DefaultAccountAdapter):
    """Nobody signs up who was not invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for who came through an invitation's link."""
        return bool(request.session.get(INVITED))
