"""What networks know our installation as: the operator's keys, or a registration at a server."""

from django.conf import settings

from antiphon import environment
from antiphon.channels.models import Registration
from antiphon.connect.errors import FixSetup
from antiphon.connect.network import Network
from antiphon.connect.oauth import App, Registers, SignIn
from antiphon.people import vault
from antiphon.work.office import office


def redirect_uri() -> str:
    """Where networks send people back to."""
    return f"{settings.PUBLIC_URL}/channels/back"


def app_for(network: Network, sign_in: SignIn, server: str) -> App:
    """Our keys there; registers us where a server wants every installation to do so."""
    if sign_in.can(Registers):
        return _registered(network, sign_in, server)
    found = App(
        client_id=environment.network_secret(network.key, "client_id").reveal(),
        client_secret=environment.network_secret(network.key, "client_secret"),
        redirect_uri=redirect_uri(),
    )
    if sign_in.needs_app and not found.client_id:
        raise FixSetup(
            f"{network.name} needs keys for this installation: set "
            f"ANTIPHON_{network.key.upper()}_CLIENT_ID and _CLIENT_SECRET."
        )
    return found


def _registered(network: Network, sign_in: SignIn, server: str) -> App:
    where = {"network": network.key, "server": server, "redirect_uri": redirect_uri()}
    known = Registration.objects.filter(**where).first()
    if known is None:
        return _register(network, sign_in, server)
    return App(
        client_id=known.client_id,
        client_secret=vault.take(known, "client_secret"),
        redirect_uri=known.redirect_uri,
        facts=known.facts,
    )


def _register(network: Network, sign_in: SignIn, server: str) -> App:
    app: App = office().sign_in(
        network, sign_in, lambda desk: desk.register(redirect_uri()), app=App(), server=server
    )
    row = Registration.objects.create(
        network=network.key,
        server=server,
        redirect_uri=app.redirect_uri or redirect_uri(),
        client_id=app.client_id,
        facts=dict(app.facts),
    )
    # The row's own id is part of what the secret is sealed to.
    vault.put(row, "client_secret", app.client_secret)
    row.save(update_fields=["client_secret"])
    return app
