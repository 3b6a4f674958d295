"""What the server tells of itself, and of who asks."""

from typing import Any

from antiphon.networks.lemmy.dialect import PIEFED, V4
from antiphon.networks.lemmy.simulator.shapes import ACTIVE, Shapes, stamp
from antiphon.networks.lemmy.simulator.world import Person, World

Thing = dict[str, Any]
VERSIONS = {"v3": "0.19.11", "v4": "1.0.0", "piefed": "1.6.18"}


def site(world: World, shapes: Shapes, asker: Person | None) -> Thing:
    """The answer to `/site`."""
    speaks = world.speaks
    told: Thing = {"admins": [], "version": VERSIONS[speaks.key]}
    if speaks is PIEFED:
        told["site"] = {"actor_id": f"{world.base}/", "name": "Simulated",
                        "all_languages": shapes.languages()}  # fmt: skip
    else:
        told |= {
            "site_view": _site_view(world), "all_languages": shapes.languages(),
            "discussion_languages": [], "taglines": [], "custom_emojis": [], "blocked_urls": [],
        }  # fmt: skip
    return (
        told if asker is None or speaks is V4 else {**told, "my_user": mine(world, shapes, asker)}
    )


def mine(world: World, shapes: Shapes, asker: Person) -> Thing:
    """Who asks, and the communities of theirs."""
    person = shapes.person(asker)
    follows = [{"community": shapes.community(one), "follower": person}
               for one in world.communities.values() if one.posts_of == asker.id]  # fmt: skip
    moderates = [{"community": one["community"], "moderator": person} for one in follows]
    counts = {"person_id": asker.id, "post_count": 0, "comment_count": 0}
    told = {"local_user": _local_user(asker), "person": person, "counts": counts,
            "local_user_vote_display_mode": {
                "local_user_id": asker.id, "score": True, "upvotes": True, "downvotes": True,
                "upvote_percentage": False}}  # fmt: skip
    return {"local_user_view": told, "follows": follows, "moderates": moderates,
            "community_blocks": [], "instance_blocks": [], "person_blocks": [],
            "discussion_languages": []}  # fmt: skip


def _local_user(asker: Person) -> Thing:
    switches = ("show_nsfw", "show_avatars", "send_notifications_to_email", "show_scores",
                "show_bot_accounts", "show_read_posts", "email_verified", "accepted_application",
                "open_links_in_new_tab", "blur_nsfw", "auto_expand", "infinite_scroll_enabled",
                "admin", "totp_2fa_enabled", "enable_keyboard_navigation",
                "enable_animated_images", "collapse_bot_comments")  # fmt: skip
    return {
        "id": asker.id, "person_id": asker.id, "theme": "browser", "default_sort_type": "New",
        "default_listing_type": "Local", "interface_language": "en", "post_listing_mode": "List",
        "last_donation_notification": stamp(asker.at), **dict.fromkeys(switches, False),
    }  # fmt: skip


def _site_view(world: World) -> Thing:
    at = stamp(world.now())
    rates = ("message", "post", "register", "image", "comment", "search", "import_user_settings")
    limits = dict.fromkeys(rates, 999) | {f"{name}_per_second": 600 for name in rates}
    limits |= {"post": 60}
    counts = dict.fromkeys(("users", "posts", "comments", "communities", *ACTIVE), 0)
    return {
        "site": {"id": 1, "name": "Simulated", "published": at, "actor_id": f"{world.base}/",
                 "last_refreshed_at": at, "inbox_url": f"{world.base}/inbox", "public_key": "none",
                 "instance_id": 1},
        "local_site": _local_site(at),
        "local_site_rate_limit": {"local_site_id": 1, "published": at, **limits},
        "counts": {"site_id": 1, **counts},
    }  # fmt: skip


def _local_site(at: str) -> Thing:
    switches = ("site_setup", "enable_downvotes", "enable_nsfw", "community_creation_admin_only",
                "require_email_verification", "private_instance", "hide_modlog_mod_names",
                "application_email_admins", "federation_enabled", "captcha_enabled",
                "reports_email_admins", "federation_signed_fetch")  # fmt: skip
    return {
        "id": 1, "site_id": 1, "default_theme": "browser", "default_post_listing_type": "Local",
        "actor_name_max_length": 20, "captcha_difficulty": "medium", "published": at,
        "registration_mode": "Closed", "default_post_listing_mode": "List",
        "default_sort_type": "New", **dict.fromkeys(switches, True),
    }  # fmt: skip
