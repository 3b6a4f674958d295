"""What networks know our installation as: the operator's keys, or a registration at a server."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from antiphon import environment
from antiphon.channels.actions.desks import at_desk
from antiphon.channels.models import Registration
from antiphon.channels.servers import is_its_own, is_trusted
from antiphon.connect.errors import FixSetup
from antiphon.connect.network import Network
from antiphon.connect.oauth import App, Documents, Recognises, Registers, SignIn
from antiphon.people import vault


def redirect_uri() -> str:
    """Where networks send people back to."""
    return f"{settings.PUBLIC_URL}/channels/back"


def document_url(network: Network) -> str:
    """Where our own words about this installation stand, for networks that read them."""
    return f"{settings.PUBLIC_URL}/channels/{network.key}/client-metadata.json"


def document(network: Network) -> dict[str, Any] | None:
    """Our own words about this installation, where the network knows us by an address of ours."""
    sign_in = next((way for way in network.sign_ins if way.can(Documents)), None)
    if sign_in is None or not settings.PUBLIC_URL.startswith("https://"):
        return None
    desk: Any = sign_in.desk
    return dict(desk.document(_keys(network, sign_in), settings.PUBLIC_URL))


def app_for(network: Network, sign_in: SignIn, server: str) -> App:
    """Our keys there; registers us where a server wants every installation to do so.

    The operator's keys go to the network's own server, or to one that the operator listed, never
    to an address that somebody typed (K5). A key that only signs goes nowhere at all.
    """
    if sign_in.can(Registers):
        return _registered(network, sign_in, server)
    at_home = is_its_own(network, server) or is_trusted(server) or sign_in.can(Documents)
    found = _keys(network, sign_in) if at_home else App(redirect_uri=redirect_uri())
    if not sign_in.needs_app or found.client_id:
        return found
    if not at_home:
        raise FixSetup(f"{network.name} has one server, {network.server}; leave the address out.")
    raise FixSetup(
        f"{network.name} needs keys for this installation: set "
        f"ANTIPHON_{network.key.upper()}_CLIENT_ID and _CLIENT_SECRET."
    )


def be_known(network: Network, sign_in: SignIn, server: str) -> App:
    """Our keys there for somebody who sets out; a server that forgot us is told again."""
    app = app_for(network, sign_in, server)
    if not (sign_in.can(Registers) and sign_in.can(Recognises)):
        return app
    if at_desk(network, sign_in, lambda desk: desk.recognised(), app=app, server=server):
        return app
    forget(network, server)
    return app_for(network, sign_in, server)


def forget(network: Network, server: str) -> None:
    """Drop a registration that its server does not know any more."""
    Registration.objects.filter(network=network.key, server=server).delete()


def _keys(network: Network, sign_in: SignIn) -> App:
    id = environment.network_secret(network.key, "client_id").reveal()
    if not id and sign_in.can(Documents) and settings.PUBLIC_URL.startswith("https://"):
        id = document_url(network)
    return App(
        client_id=id,
        client_secret=environment.network_secret(network.key, "client_secret"),
        redirect_uri=redirect_uri(),
        facts=environment.network_facts(network.key),
    )


def _registered(network: Network, sign_in: SignIn, server: str) -> App:
    where = {"network": network.key, "server": server, "redirect_uri": redirect_uri()}
    known = Registration.objects.filter(**where).first()
    if known is None:
        _register(network, sign_in, server)
        # Whoever was faster is right; there is one registration for all.
        known = Registration.objects.get(**where)
    return App(
        client_id=known.client_id,
        client_secret=vault.take(known, "client_secret"),
        redirect_uri=known.redirect_uri,
        facts=known.facts,
    )


def _register(network: Network, sign_in: SignIn, server: str) -> None:
    app: App = at_desk(
        network, sign_in, lambda desk: desk.register(redirect_uri()), app=App(), server=server
    )
    try:
        with transaction.atomic():
            row = Registration.objects.create(
                network=network.key,
                server=server,
                redirect_uri=redirect_uri(),
                client_id=app.client_id,
                facts=dict(app.facts),
            )
            # The row's own id is part of what the secret is sealed to.
            vault.put(row, "client_secret", app.client_secret)
            row.save(update_fields=["client_secret"])
    except IntegrityError:
        return
