"""Links of ours that tell where somebody came from."""

from django.conf import settings
from django.db import transaction
from slugify import slugify

from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.tailor import links
from antiphon.tailor.models import TrackedLink
from antiphon.tailor.telling import Telling

PATH = "/l/"
"""Below our own address; what follows is the code."""


def track(by: By, telling: Telling) -> Telling:
    """The telling with a link of its own instead of the post's, tagged for web analytics.

    Every call makes a new one, so that a telling's link is unique to its publication: that is also
    how a look finds it again. Without a public address of ours the tagged link itself goes out.
    """
    permit(by, "link.write", telling.post)
    if not telling.link:
        return telling
    target = tagged(telling)
    if not settings.BEHIND_TLS:
        return telling.told(target)
    with transaction.atomic():
        row = TrackedLink.objects.create(
            workspace=telling.post.workspace,
            code=links.code(),
            target=target,
            post=telling.post,
            channel=telling.channel,
            audience=telling.audience,
        )
        note(by, "link.write", row, after={"target": target})
    return telling.told(f"{settings.PUBLIC_URL}{PATH}{row.code}", row)


def tagged(telling: Telling) -> str:
    """The telling's link with tags: by network, campaign, and whom it was told to."""
    campaign = telling.post.campaign
    return links.tagged(
        telling.link,
        source=telling.network.key,
        medium=campaign.utm_medium if campaign else "social",
        campaign=campaign.utm_campaign if campaign else "",
        content=slugify(str(telling.audience)) if telling.audience else "",
    )
