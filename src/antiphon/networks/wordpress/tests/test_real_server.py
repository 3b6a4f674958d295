"""The connector against a real WordPress: Debian's package, PHP and MariaDB on loopback."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from antiphon.connect.errors import Gone, LookFirst, SignInAgain
from antiphon.connect.oauth import App
from antiphon.connect.post_office import Absent, Done, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.values import Handle, Live, Metric, Parcel, Receipt, Step
from antiphon.networks.wordpress.blocks import rendered
from antiphon.networks.wordpress.comments import body_of
from antiphon.networks.wordpress.tests.browsing import approve
from antiphon.networks.wordpress.tests.real_site import (
    RealSite,
    bad_line,
    need_packages,
    real_site,
)
from antiphon.networks.wordpress.tests.sandbox_site import (
    KEY,
    Channel,
    channel,
    noisy_picture,
    opened,
    parcel,
    picture,
)

pytestmark = [pytest.mark.realserver, pytest.mark.timeout(900)]
TEXT = (
    "Iced “tea” -- [gallery] & <b>lime</b> at https://example.com/tea?a=1&b=2.\n\n## Why\n\n"
    "- cold\n- sweet\n\nहिन्दी, 茶 and 🍋 -->"
)


@pytest.fixture(scope="module")
def site() -> Iterator[RealSite]:
    """One site for all tests of this module."""
    need_packages()
    with real_site() as found:
        yield found


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    """A post office that may speak to this machine."""
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def admin(site: RealSite, office: PostOffice) -> Channel:
    """The channel of an administrator, connected by an address deep in the site."""
    given = {"user": "admin", "password": site.app_password("admin")}
    return channel(office, f"{site.home}/hello-world", given)


@pytest.fixture(scope="module")
def writer(site: RealSite, office: PostOffice) -> Channel:
    """The channel of an author, whose markup the site filters."""
    return channel(office, site.home, {"user": "writer", "password": site.app_password("writer")})


def fresh(**given: object) -> Parcel:
    """A parcel that no test used before."""
    return parcel(**{"key": f"{secrets.token_hex(8)}:part:0", "text": TEXT, **given})


def count_of(site: RealSite, title: str) -> int:
    """How many posts of that title the site's own database holds."""
    code = f"""$query = new WP_Query(['title' => {title!r}, 'post_status' => ['any', 'trash'],
        'posts_per_page' => -1]); echo $query->found_posts;"""
    return int(site.php(code))


def test_a_post_with_a_picture_reads_back_as_it_was_sent(
    admin: Channel, site: RealSite, tmp_path: Path
) -> None:
    alt = "A “green” bottle & <ice>"
    sent = fresh(enclosures=(picture(tmp_path, alt),), labels=("Tea", "R&D"),
                 options={"categories": ["News"], "excerpt": "Cold", "sticky": True})  # fmt: skip
    receipt = admin.publish(sent)
    live = admin.send(Verb.READ, receipt=receipt)

    assert isinstance(live, Live)
    assert (live.text, live.alts, live.media) == (rendered(TEXT), (alt,), 1)
    assert receipt.url.startswith(f"{site.home}/iced-tea-lime-")
    assert not receipt.twin
    told = site.php(f"""$id = {receipt.id}; echo implode('|', [
        get_post_meta(get_post_thumbnail_id($id), '_wp_attachment_image_alt', true),
        implode(',', wp_get_post_tags($id, ['fields' => 'names'])),
        implode(',', wp_get_post_categories($id, ['fields' => 'names'])),
        get_post($id)->post_excerpt, (int) is_sticky($id)]);""")
    assert told.endswith("|R&amp;D,Tea|News|Cold|1")


def test_an_author_without_free_markup_reads_back_the_same(writer: Channel, tmp_path: Path) -> None:
    receipt = writer.publish(fresh(enclosures=(picture(tmp_path, "Ice"),), labels=("Ice",)))
    live = writer.send(Verb.READ, receipt=receipt)

    assert isinstance(live, Live)
    assert (live.text, live.alts) == (rendered(TEXT), ("Ice",))
    assert writer.ask(lambda talk: talk.whoami()).kind == "author"


def test_an_authors_post_is_found_and_a_large_picture_is_taken(
    writer: Channel, tmp_path: Path
) -> None:
    # PHP's limit for files of forms is 2 MB here; the bytes as the whole body have another.
    noise = noisy_picture(tmp_path, side=1_000)
    sent = fresh(enclosures=(noise,), text="x")
    receipt = writer.publish(sent)

    assert noise.size > 2 * 1024 * 1024
    assert writer.send(Verb.LOOK, writer.prepared(sent)) == receipt


def test_preparing_again_brings_nothing_twice(
    admin: Channel, site: RealSite, tmp_path: Path
) -> None:
    sent = fresh(enclosures=(picture(tmp_path, "Once", 7),), labels=("Once",),
                 options={"slug": "only once"})  # fmt: skip
    first, again = admin.prepared(sent), admin.prepared(sent)

    assert first.handles == again.handles
    assert admin.send(Verb.LOOK, first) == Absent()
    assert (
        int(site.php("echo count(get_posts(['post_type' => 'attachment', 's' => 'once-']));")) == 1
    )


@pytest.mark.promise("P2", "F11")
def test_a_lost_answer_never_becomes_two_posts(
    site: RealSite, office: PostOffice, tmp_path: Path
) -> None:
    title = f"Lost {secrets.token_hex(4)}"
    sent = fresh(title=title, enclosures=(picture(tmp_path, "Lost"),))
    given = {"user": "admin", "password": site.app_password("admin")}
    with bad_line(site.home) as line:
        channel_ = channel(office, line.home, given)
        ready = channel_.prepared(sent)
        assert channel_.send(Verb.LOOK, ready) == Absent()
        line.cut = True
        assert isinstance(channel_.send(Verb.PUBLISH, ready), LookFirst)
        found = channel_.send(Verb.LOOK, ready)

    assert isinstance(found, Receipt)
    assert count_of(site, title) == 1


@pytest.mark.promise("P2")
def test_a_blind_repeat_shows_its_twin(admin: Channel, site: RealSite) -> None:
    title = f"Twin {secrets.token_hex(4)}"
    sent = fresh(title=title)
    first, second = admin.publish(sent), admin.publish(sent)
    found = admin.send(Verb.LOOK, sent)

    assert (first.twin, count_of(site, title)) == ("", 2)
    assert "taken" in second.twin
    assert isinstance(found, Receipt)
    assert (found.id, "equal post" in found.twin) == (first.id, True)


@pytest.mark.promise("P2")
def test_a_post_of_a_chosen_address_may_be_sent_again(admin: Channel, site: RealSite) -> None:
    title = f"Chosen {secrets.token_hex(4)}"
    sent = fresh(title=title, options={"slug": title})
    ready = admin.prepared(sent)
    first, second = admin.send(Verb.PUBLISH, ready), admin.send(Verb.PUBLISH, ready)
    found, forgotten = admin.send(Verb.LOOK, ready), admin.send(Verb.LOOK, sent)

    assert isinstance(first, Receipt)
    assert first == second == found == forgotten
    assert first.url == f"{site.home}/{title.lower().replace(' ', '-')}/"
    assert count_of(site, title) == 1


def test_an_edit_changes_what_is_live(admin: Channel) -> None:
    sent = fresh()
    receipt = admin.publish(sent)
    edited = admin.send(Verb.EDIT, replace(sent, text="Warm."), receipt=receipt)
    live = admin.send(Verb.READ, receipt=receipt)

    assert isinstance(edited, Receipt)
    assert (edited.id, edited.url) == (receipt.id, receipt.url)
    assert isinstance(live, Live)
    assert live.text == "Warm."


def test_withdrawing_twice_is_done_and_a_look_still_knows_it(admin: Channel) -> None:
    sent = fresh()
    receipt = admin.publish(sent)
    outcomes = [admin.send(Verb.WITHDRAW, receipt=receipt) for _ in range(2)]

    assert outcomes == [Done(), Done()]
    assert isinstance(admin.send(Verb.READ, receipt=receipt), Gone)
    found = admin.send(Verb.LOOK, sent)
    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_comments_are_heard_once_and_counted(admin: Channel, site: RealSite) -> None:
    receipt = admin.publish(fresh())
    say = f"""wp_insert_comment(['comment_post_ID' => {receipt.id}, 'comment_approved' => 1,
        'comment_author' => 'Asha', 'comment_content' => 'So "cold" & good']);"""
    site.php(say)
    first = admin.ask(lambda talk: talk.answers([receipt.id], ""))
    again = admin.ask(lambda talk: talk.answers([receipt.id], first.cursor))
    site.php(say.replace("So ", "Very "))
    later = admin.ask(lambda talk: talk.answers([receipt.id], first.cursor))
    counted = admin.ask(lambda talk: talk.count([receipt.id]))

    assert [(m.author, m.about) for m in first.messages] == [("Asha", receipt.id)]
    assert [m.text.split()[0] for m in later.messages] == ["Very"]
    assert list(again.messages) == []
    assert [(r.metric, r.value) for r in counted] == [(Metric.REPLIES, 2)]


def test_a_first_comment_and_an_answer_stand_below(writer: Channel) -> None:
    post = writer.publish(fresh())
    root = Handle(id=post.id, extra=post.extra)
    text = 'It\'s “first” -- "quoted" <i>& true</i>'
    sent = fresh(step=Step.COMMENT, text=text, root=root, parent=root)
    assert writer.send(Verb.LOOK, sent) == Absent()
    receipt = writer.publish(sent)

    assert receipt == writer.send(Verb.LOOK, sent)
    assert isinstance(writer.send(Verb.PUBLISH, sent), LookFirst)
    assert body_of(sent)["post"] == int(post.id)
    assert writer.send(Verb.WITHDRAW, receipt=receipt) == Done()


def test_plain_links_are_found_as_well(site: RealSite, office: PostOffice) -> None:
    given = {"user": "admin", "password": site.app_password("admin")}
    site.php("update_option('permalink_structure', '');")
    try:
        plain = channel(office, site.home, given)
        receipt = plain.publish(fresh())
        found = plain.send(Verb.READ, receipt=receipt)
    finally:
        site.php("update_option('permalink_structure', '/%postname%/');")

    assert "rest_route=" in plain.address.facts["rest"]
    assert isinstance(found, Live)


def test_the_journey_in_the_browser_brings_a_password_that_can_be_given_back(
    site: RealSite, office: PostOffice
) -> None:
    found = network(KEY)
    way = next(one for one in found.sign_ins if one.key == "browser")
    app = App(redirect_uri="https://antiphon.example/back")
    going = office.sign_in(found, way, lambda d: d.begin("s1", {}), app=app, server=site.home)
    back = dict(parse_qsl(urlsplit(approve(site, going.url)).query))
    grant = office.sign_in(
        found, way, lambda d: d.arrive(going.memory, back), app=app, server=site.home
    )

    assert (back["state"], grant.accounts[0].handle) == ("s1", "admin")
    office.sign_in(found, way, lambda d: d.revoke(grant.credential), app=app, server=site.home)
    with pytest.raises(SignInAgain):
        office.sign_in(
            found, way, lambda d: d.arrive(going.memory, back), app=app, server=site.home
        )


def test_a_wrong_password_asks_to_sign_in_again(site: RealSite, office: PostOffice) -> None:
    with pytest.raises(SignInAgain):
        channel(office, site.home, {"user": "admin", "password": "abcd efgh ijkl mnop qrst uvwx"})


def test_a_site_without_trash_deletes_for_good(admin: Channel, site: RealSite) -> None:
    receipt = admin.publish(fresh())
    plugin = site.folder / "wp-content" / "mu-plugins" / "no-trash.php"
    plugin.parent.mkdir(exist_ok=True)
    plugin.write_text("<?php add_filter('rest_post_trashable', '__return_false');")
    try:
        assert admin.send(Verb.WITHDRAW, receipt=receipt) == Done()
    finally:
        plugin.unlink()

    assert site.php(f"echo get_post({receipt.id}) ? 'there' : 'gone';") == "gone"
