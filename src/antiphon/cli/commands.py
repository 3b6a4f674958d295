"""All commands, in the order of the loop."""

import click

from antiphon.cli.audience_commands import audience
from antiphon.cli.channel_commands import channel
from antiphon.cli.hold_commands import hold, release
from antiphon.cli.house_commands import audit, doctor, keys, migrate
from antiphon.cli.post_commands import post
from antiphon.cli.publication_commands import publication
from antiphon.cli.running_commands import demo, sandbox, up, web, work
from antiphon.cli.workspace_commands import workspace


@click.group()
@click.version_option(package_name="antiphon")
def antiphon() -> None:
    """Say it once; hear every answer."""


for command in (
    workspace, channel, audience, post, publication, hold, release, up, web, work, sandbox, demo,
    migrate, doctor, audit, keys,
):  # fmt: skip
    antiphon.add_command(command)
