"""Who may what, and what follows."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from antiphon.kernel.secret import Secret
from antiphon.people import actions, policy
from antiphon.people.models import ApiKey, Invitation, Member, Person, Role, TrailLine
from antiphon.people.policy import Refused
from tests import builders as a

pytestmark = pytest.mark.django_db


def confirmed(email: str) -> Person:
    """Somebody whose address is proved."""
    person = a.person(email=email)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


@pytest.mark.promise("W3")
@pytest.mark.parametrize("role", Role)
def test_the_role_table_decides_every_action(role: Role) -> None:
    member = a.member(role=role)
    for action, roles in policy.ACTIONS.items():
        assert policy.may(member, action) is (role in roles)


@pytest.mark.promise("W3")
def test_what_was_refused_changes_nothing_and_is_written_down() -> None:
    client = a.member(role=Role.CLIENT)

    with pytest.raises(Refused):
        actions.change_workspace(client, name="Mine")

    client.workspace.refresh_from_db()
    assert client.workspace.name != "Mine"
    assert TrailLine.objects.get(workspace=client.workspace).note == "refused"


def test_an_action_outside_the_table_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="role table"):
        policy.may(a.member(), "post.explode")


@pytest.mark.promise("W1")
def test_nobody_acts_on_a_row_of_another_workspace() -> None:
    here, elsewhere = a.member(), a.member(role=Role.EDITOR)

    with pytest.raises(Refused, match="no such thing"):
        actions.change_role(elsewhere, Role.CLIENT, by=here)


@pytest.mark.promise("S8")
@pytest.mark.promise("W4")
@pytest.mark.parametrize("giver", Role)
@pytest.mark.parametrize("given", Role)
def test_nobody_gives_more_than_they_have(giver: Role, given: Role) -> None:
    by = a.member(role=giver)
    may = giver in policy.LEADS and given is not Role.OWNER

    if may:
        assert actions.invite("x@example.org", given, by=by)[0].role == given
    else:
        with pytest.raises(Refused):
            actions.invite("x@example.org", given, by=by)
        assert not Invitation.objects.filter(workspace=by.workspace).exists()


@pytest.mark.promise("S8")
@pytest.mark.promise("W4")
def test_a_manager_takes_nothing_from_an_owner() -> None:
    owner = a.member()
    a.member(workspace=owner.workspace)
    manager = a.member(workspace=owner.workspace, role=Role.MANAGER)

    for deed in (
        lambda: actions.remove(owner, by=manager),
        lambda: actions.change_role(owner, Role.CLIENT, by=manager),
        lambda: actions.make_owner(manager, by=manager),
    ):
        with pytest.raises(Refused):
            deed()


@pytest.mark.promise("W4")
def test_the_last_owner_stays() -> None:
    owner = a.member()
    editor = a.member(workspace=owner.workspace, role=Role.EDITOR)

    with pytest.raises(Refused, match="last owner"):
        actions.leave(owner)
    with pytest.raises(Refused, match="last owner"):
        actions.change_role(owner, Role.EDITOR, by=owner)
    actions.make_owner(editor, by=owner)
    actions.leave(owner)

    assert Member.objects.get(pk=owner.pk).left_at


@pytest.mark.promise("W4")
def test_an_invitation_works_once_for_its_own_proved_address() -> None:
    owner = a.member()
    _, token = actions.invite("Ada@Example.org", Role.EDITOR, by=owner)
    ada, eve = confirmed("ada@example.org"), confirmed("eve@example.org")

    with pytest.raises(Refused, match="another address"):
        actions.accept(token, person=eve)
    member = actions.accept(token, person=ada)
    with pytest.raises(Refused, match="any more"):
        actions.accept(token, person=ada)

    assert (member.role, member.workspace) == (Role.EDITOR, owner.workspace)


@pytest.mark.promise("W4")
def test_an_invitation_ends() -> None:
    _, late = actions.invite("a@example.org", Role.EDITOR, by=a.member(), lasts=timedelta(0))
    _, unproved = actions.invite("b@example.org", Role.EDITOR, by=a.member())

    with pytest.raises(Refused):
        actions.accept(late, person=confirmed("a@example.org"))
    with pytest.raises(Refused):
        actions.accept(unproved, person=a.person(email="b@example.org"))


@pytest.mark.promise("K7")
def test_a_key_is_shown_once_and_stored_as_a_hash() -> None:
    key, token = actions.make_key("robot", ["post.write"], by=a.member())

    stored = ApiKey.objects.filter(pk=key.pk).values().get()

    assert token.reveal() not in str(stored)
    assert token.reveal().split("_", 2)[2] not in str(stored)


@pytest.mark.promise("K7")
def test_a_key_does_what_it_was_made_for_and_no_more() -> None:
    _, token = actions.make_key("robot", ["post.write"], by=a.member())

    robot = actions.speaker(token)

    assert robot is not None
    assert policy.may(robot, "post.write")
    assert not policy.may(robot, "post.approve")
    with pytest.raises(Refused):
        actions.make_key("child", ["post.write"], by=robot)


@pytest.mark.promise("K7")
def test_a_key_may_no_more_than_its_maker() -> None:
    with pytest.raises(Refused):
        actions.make_key("robot", ["channel.connect"], by=a.member(role=Role.EDITOR))


@pytest.mark.promise("K7")
def test_keys_end_with_their_owner_and_do_not_come_back() -> None:
    owner = a.member()
    editor = a.member(workspace=owner.workspace, role=Role.EDITOR)
    _, token = actions.make_key("robot", ["post.write"], by=editor)

    actions.remove(editor, by=owner)
    gone = actions.speaker(token)
    Member.objects.filter(pk=editor.pk).update(left_at=None)

    assert gone is None
    assert actions.speaker(token) is None


@pytest.mark.promise("K7")
def test_wrong_ended_and_revoked_keys_open_nothing() -> None:
    owner = a.member()
    key, token = actions.make_key("robot", ["post.write"], by=owner)
    _, ended = actions.make_key("old", ["post.write"], by=owner, lasts=timedelta(0))

    assert actions.speaker(Secret(token.reveal()[:-1])) is None
    assert actions.speaker(Secret("nonsense")) is None
    assert actions.speaker(ended) is None
    actions.revoke_key(key, by=owner)
    assert actions.speaker(token) is None
