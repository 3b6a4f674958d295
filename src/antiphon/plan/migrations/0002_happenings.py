"""What people do with a post is told."""

from django.db import migrations

from antiphon.people.happenings import facts, tell

_POST = facts("'version', n.version, 'author', n.author_id, 'campaign', n.campaign_id")
MADE = f"select n.workspace_id, 'post.drafted', n.id, {_POST} from fresh n"
MOVED = f"""
select n.workspace_id, 'post.' || case n.state when 'review' then 'submitted'
         when 'draft' then 'reopened' else n.state end,
       n.id, {_POST} || jsonb_build_object('was', o.state)
  from fresh n join former o on o.id = n.id and o.state <> n.state"""
EDITED = (
    "select n.workspace_id, 'post.edited', n.post_id, "
    + facts("'version', n.version, 'member', n.member_id, 'changed', n.changed")
    + " from fresh n"
)
# Somebody may say another word on the same version: that is an update.
SAID = (
    "select n.workspace_id, case n.verdict when 'agrees' then 'post.agreed' else 'post.refused' end"
    ", n.post_id, "
    + facts("'member', n.member_id, 'note', nullif(n.note, ''), 'digest', n.digest")
    + " from fresh n"
)


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial"), ("people", "0002_happening")]

    operations = [
        tell("plan_post", "insert", MADE),
        tell("plan_post", "update", MOVED),
        tell("plan_revision", "insert", EDITED),
        tell("plan_review", "insert", SAID),
        tell("plan_review", "update", SAID),
    ]
