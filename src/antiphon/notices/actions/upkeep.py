"""What keeps this stage in order."""

from datetime import timedelta

from antiphon.notices.models import Delivery
from antiphon.notices.states import DeliveryState
from antiphon.work.clock import ClockTimestamp

DELIVERIES_LAST = timedelta(days=14)


def forget_deliveries() -> int:
    """Delete what was delivered, or stepped over, two weeks ago."""
    old = Delivery.objects.filter(made_at__lt=ClockTimestamp() - DELIVERIES_LAST)
    return old.exclude(state=DeliveryState.WAITING).delete()[0]
