"""What can be asked."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, F, Func, QuerySet, Value

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


def by_half_hour(workspace: Workspace, begins: datetime, ends: datetime) -> dict[int, int]:
    """How many messages came in each half hour after a beginning; those with none are left out."""
    rows = Message.objects.filter(workspace=workspace, at__gte=begins, at__lt=ends)
    half = Func(
        Value(timedelta(minutes=30)), F("at"), Value(begins), function="date_bin",
        output_field=DateTimeField(),
    )  # fmt: skip
    counted = rows.order_by().annotate(half=half).values_list("half").annotate(n=Count("pk"))
    return {int((at - begins) / timedelta(minutes=30)): n for at, n in counted}


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
