"""All commands, in the order of the loop."""

import click

from antiphon.cli.commands.audience import audience
from antiphon.cli.commands.channel import channel
from antiphon.cli.commands.holding import hold, release
from antiphon.cli.commands.house import adopt, audit, doctor, keys, migrate
from antiphon.cli.commands.people import key, person
from antiphon.cli.commands.planning import campaign, review, slot
from antiphon.cli.commands.post import post, publish
from antiphon.cli.commands.publication import publication
from antiphon.cli.commands.running import demo, mcp, sandbox, up, web, work
from antiphon.cli.commands.sheet import import_posts
from antiphon.cli.commands.workspace import workspace


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="antiphon")
def antiphon() -> None:
    """Say it once; hear every answer."""


for command in (
    workspace, person, key, channel, audience, campaign, slot, post, publish, import_posts, review,
    publication, hold, release, up, web, work, mcp, sandbox, demo, migrate, doctor, audit, keys,
    adopt,
):  # fmt: skip
    antiphon.add_command(command)
