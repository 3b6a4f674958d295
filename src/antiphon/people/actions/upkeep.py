"""What keeps this stage in order."""

import structlog
from django.contrib.sessions.models import Session

from antiphon.people.models import TrailHead
from antiphon.work.clock import ClockTimestamp

log = structlog.get_logger(__name__)


def tell_heads() -> int:
    """Write each trail's head to the log: a copy outside to hold the trail against."""
    heads = list(TrailHead.objects.order_by("workspace_id"))
    for head in heads:
        log.info("trail head", workspace=str(head.workspace_id), number=head.number, hash=head.hash)
    return len(heads)


def forget_sessions() -> int:
    """Delete the sessions that have ended."""
    return Session.objects.filter(expire_date__lt=ClockTimestamp()).delete()[0]
