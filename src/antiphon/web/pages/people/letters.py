"""The letter that invites somebody."""

import structlog
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from antiphon.people.models import Invitation

log = structlog.get_logger(__name__)


def invited(invitation: Invitation, address: str) -> bool:
    """Send the link to who was invited; whether the post office took it."""
    told = {"invitation": invitation, "address": address}
    subject = _("%(who)s invites you to %(workspace)s") % {
        "who": " ".join(str(invitation.invited_by.person).split()),
        "workspace": " ".join(str(invitation.workspace).split()),
    }
    body = render_to_string("web/pages/people/letter.txt", told)
    try:
        return bool(EmailMessage(subject[:150], body, to=[invitation.email]).send())
    except OSError as trouble:
        log.warning("an invitation could not be mailed", reason=str(trouble)[:200])
        return False
