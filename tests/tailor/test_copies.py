"""Templates, and copies of posts with everything that they tell otherwise."""

import pytest

from antiphon.channels.models import Channel
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan.desk import actions as desk
from antiphon.plan.desk import queries as on_desk
from antiphon.plan.models import Post, Template
from antiphon.tailor import actions, queries
from tests import builders as a

pytestmark = pytest.mark.django_db


def told_everywhere(by: Member) -> Post:
    """A post with a picture, a campaign, and words of its own for one audience."""
    asset = a.asset(workspace=by.workspace)
    campaign = plan.make_campaign(by, "Summer")
    post = plan.draft(
        by, text="Cold drinks", tags=["drinks"], campaign=campaign, assets=[(asset, "A glass")],
        poll={"choices": ["Yes", "No"], "hours": 12},
    )  # fmt: skip
    audience = actions.make_audience(by, "Brazil", countries=["BR"])
    actions.tell(by, post, audience=audience, text="Bebidas geladas", assets=[(asset, "Um copo")])
    return Post.objects.get(pk=post.pk)


def test_a_draft_from_a_template_says_everything_that_the_post_said() -> None:
    by = a.member()
    post = told_everywhere(by)
    template = actions.make_template(by, post, "Drinks")
    plan.edit(by, post, post.version, text="Hot drinks")

    made = actions.draft_from(by, template)

    assert (made.text, made.tags, made.campaign_id) == ("Cold drinks", ["drinks"], post.campaign_id)
    assert made.poll == {"choices": ["Yes", "No"], "hours": 12}
    assert [file.alt for file in made.files.all()] == ["A glass"]
    (variant,) = queries.variants(made)
    assert variant.text == "Bebidas geladas"
    assert variant.assets == queries.variants(post).get().assets
    assert made.shape


def test_what_is_gone_from_the_workspace_is_left_out_of_the_draft() -> None:
    by = a.member()
    template = actions.make_template(by, told_everywhere(by), "Drinks")
    gone = "00000000-0000-7000-8000-000000000000"
    template.content["assets"][0]["asset"] = gone
    template.variants[0]["audience"] = gone
    template.save()

    made = actions.draft_from(by, template)

    assert made.text == "Cold drinks"
    assert not made.files.exists()
    assert not queries.variants(made)


def test_a_copy_may_change_each_text_on_its_way() -> None:
    by = a.member()
    post = plan.draft(by, text="Tip {n}", comment="More of {n}")
    channel: Channel = a.channel(workspace=by.workspace)
    actions.tell(by, post, channel=channel, text="Number {n}")

    copy = actions.copy_post(by, post, words=lambda text: text.replace("{n}", "7"))

    assert (copy.text, copy.comment) == ("Tip 7", "More of 7")
    assert queries.variants(copy).get().text == "Number 7"
    assert Post.objects.get(pk=post.pk).text == "Tip {n}"


def test_templates_are_listed_removed_and_put_back() -> None:
    by = a.member()
    template = actions.make_template(by, told_everywhere(by), "Drinks")
    with pytest.raises(BadInputError, match="already"):
        actions.make_template(by, a.post(workspace=by.workspace), "drinks")

    desk.restore(by, desk.remove(by, Template, template))

    assert list(on_desk.templates(by.workspace)) == [template]
    assert actions.draft_from(by, template).text == "Cold drinks"


@pytest.mark.promise("W1")
def test_a_template_of_others_begins_nothing_here() -> None:
    other = a.member()
    theirs = actions.make_template(other, a.post(workspace=other.workspace), "Theirs")

    with pytest.raises(NotHereError):
        actions.draft_from(a.member(), theirs.pk)
