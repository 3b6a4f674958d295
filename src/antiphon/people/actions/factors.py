"""The seeds of second factors, which allauth keeps and we seal.

allauth asks for a text to be encrypted without saying for which row, so these are bound to their
table and field only.
"""

import base64

from allauth.mfa.models import Authenticator
from django.db import transaction

from antiphon.people import vault

TABLE, FIELD, ROW = "mfa_authenticator", "data", "-"
SEEDS = ("secret", "seed")


def seal(text: str) -> str:
    """A seed as it is stored."""
    return base64.b64encode(vault.seal(text, table=TABLE, row=ROW, field=FIELD)).decode()


def open_seed(stored: str) -> str:
    """A stored seed as allauth needs it."""
    sealed = base64.b64decode(stored)
    return vault.open_sealed(sealed, table=TABLE, row=ROW, field=FIELD).reveal()


def needing(number: int) -> int:
    """How many seeds this key alone opens."""
    return sum(
        vault.key_of(base64.b64decode(factor.data[seed])) == number
        for factor in Authenticator.objects.all()
        for seed in SEEDS
        if factor.data.get(seed)
    )


def rotate(current: int) -> int:
    """Seal every seed again that another key sealed."""
    moved = 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
            old = {
                seed: factor.data[seed]
                for seed in SEEDS
                if factor
                and factor.data.get(seed)
                and vault.key_of(base64.b64decode(factor.data[seed])) != current
            }
            if factor and old:
                factor.data |= {seed: seal(open_seed(stored)) for seed, stored in old.items()}
                factor.save(update_fields=["data"])
                moved += 1
    return moved
