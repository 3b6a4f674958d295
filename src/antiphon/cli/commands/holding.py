"""The stop switch."""

import click

from antiphon.cli.door import in_house, json_option, show, speaker, workspace_option
from antiphon.cli.finding import campaign_found, channel_found
from antiphon.kernel.errors import AntiphonError


@click.command()
@click.argument("reason")
@click.option("--channel", default="")
@click.option("--campaign", default="")
@click.option("--everything", is_flag=True, help="The whole installation.")
@click.option("--network", default="", help="One network, in the whole installation.")
@click.option("--afterwards", type=click.Choice(["late", "skip", "ask"]), default="ask")
@workspace_option
@json_option
@in_house
def hold(
    reason: str,
    channel: str,
    campaign: str,
    everything: bool,
    network: str,
    afterwards: str,
    workspace: str,
    as_json: bool,
) -> None:
    """Stop every new send, for a REASON; nothing is lost."""
    from antiphon.people.models import LatePolicy  # noqa: PLC0415
    from antiphon.publish import actions  # noqa: PLC0415

    if everything or network:
        made = actions.stop_everything(reason, who="the operator", network=network)
    else:
        by = speaker(workspace)
        within = {"channel": channel_found(by, channel)} if channel else {}
        if campaign:
            within["campaign"] = campaign_found(by, campaign)
        made = actions.hold(by, reason, afterwards=LatePolicy(afterwards), **within)
    told = {"id": str(made.pk), "scope": made.scope, "reason": made.reason}
    show(told, as_json=as_json, words=lambda told: f"Holding: {told['scope']} ({told['reason']}).")


@click.command()
@click.argument("id", default="")
@click.option("--everything", is_flag=True)
@click.option("--network", default="")
@workspace_option
@json_option
@in_house
def release(id: str, everything: bool, network: str, workspace: str, as_json: bool) -> None:
    """Let a hold go (all holds of the workspace, if no ID is given)."""
    from antiphon.publish import actions, queries  # noqa: PLC0415

    if everything or network:
        count = actions.resume_everything(network=network)
        show(
            {"released": count}, as_json=as_json, words=lambda told: f"Released {told['released']}."
        )
        return
    by = speaker(workspace)
    standing = [one for one in queries.holds(by.workspace) if id in {"", str(one.pk)}]
    if not standing:
        raise AntiphonError("There is no such hold.")
    kept = sum(actions.release(by, one) for one in standing)
    show({"released": len(standing), "kept": kept}, as_json=as_json, words=_released)


def _released(told: dict[str, int]) -> str:
    return f"Released {told['released']}; {told['kept']} publications go on."
