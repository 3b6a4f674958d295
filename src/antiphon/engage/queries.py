"""What can be asked."""

from typing import Any

from django.db.models import QuerySet

from antiphon.engage.models import Message
from antiphon.people.models import Workspace
from antiphon.publish.models import Publication


def messages(workspace: Workspace) -> QuerySet[Message]:
    """Everything that was written to this workspace, newest first."""
    mine = Message.objects.filter(workspace=workspace)
    return mine.select_related("channel", "publication").order_by("-at", "-id")


def answers(publication: Publication) -> QuerySet[Message]:
    """What was written below one publication, oldest first."""
    return Message.objects.filter(publication=publication).order_by("at", "id")


def told(message: Message) -> dict[str, Any]:
    """A message as every door tells it."""
    return {
        "id": str(message.pk),
        "network": message.channel.network,
        "channel": message.channel.handle,
        "publication": str(message.publication_id) if message.publication_id else None,
        "author": message.author,
        "text": message.text,
        "at": message.at.isoformat(),
        "url": message.url,
        "private": message.private,
    }
