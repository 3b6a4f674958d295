"""What becomes of a channel's permission is told."""

from django.db import migrations

from antiphon.people.happenings import facts, tell

_CHANNEL = facts("'network', n.network, 'reason', nullif(n.reason, '')")
MADE = f"select n.workspace_id, 'channel.' || n.state, n.id, {_CHANNEL} from fresh n"
MOVED = (
    f"select n.workspace_id, 'channel.' || n.state, n.id, {_CHANNEL}"
    " from fresh n join former o on o.id = n.id and o.state <> n.state"
)


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_renewing"), ("people", "0002_happening")]

    operations = [
        tell("channels_channel", "insert", MADE),
        tell("channels_channel", "update", MOVED),
    ]
