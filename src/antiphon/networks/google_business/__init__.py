"""Google Business Profile: posts and reviews of places, on Google Search and Maps."""

from datetime import date, timedelta

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import Handover, Pace, Proof, ProofKind, Rhythm
from antiphon.networks.google_business.connector import Connector
from antiphon.networks.google_business.desk import SCOPE, Journey, Keys
from antiphon.networks.google_business.google import POSTS as SERVER
from antiphon.networks.google_business.refusals import refusal
from antiphon.networks.google_business.rules import OPTIONS, POSTS, objections
from antiphon.networks.google_business.wire import rendered

# Google knows neither keys nor ids of ours for posts: own posts are listed. How late an effect may
# come is not documented; a quarter of an hour is our own judgement. Sending again is never
# harmless; an answer to a review is, since it takes the place of the first, and is looked for too.
PROOF = Proof(
    kind=ProofKind.LIST,
    settle=timedelta(minutes=15),
    looks=(
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=20),
    ),
)

NETWORK = Network(
    key="google_business",
    name="Google Business Profile",
    badge="Gb",
    tint=5,
    connector=Connector,
    server=SERVER,
    hosts=(
        "mybusinessaccountmanagement.googleapis.com",
        "mybusinessbusinessinformation.googleapis.com",
        "oauth2.googleapis.com",
    ),
    sign_ins=(
        SignIn(
            key="oauth",
            name="Sign in with Google",
            desk=Journey,
            needs_app=True,
            scopes=(SCOPE,),
        ),
        SignIn(
            key="keys",
            name="Keys of your own project",
            desk=Keys,
            fields=(
                Field(key="client_id", name="Client ID"),
                Field(key="client_secret", name="Client secret", secret=True),
                Field(
                    key="refresh_token",
                    name="Refresh token",
                    secret=True,
                    help="Made with these keys for the scope business.manage.",
                ),
            ),
        ),
    ),
    posts=POSTS,
    options=OPTIONS,
    # 300 calls a minute for a whole project (developers.google.com/my-business/content/limits);
    # when several places together want more, Google says so and all of them pause.
    pace=Pace(calls=300, per=timedelta(minutes=1), in_flight=4),
    proof=PROOF,
    rhythm=Rhythm(
        per_week=2, source="our own judgement: Google shows the newest posts first, and few of them"
    ),
    fetches=True,
    handover=Handover(
        url="https://business.google.com/posts",
        steps=(
            "Choose the place.",
            "Press “Add update”, “Add offer” or “Add event”.",
            "Paste the text, add the picture and the button, and press “Post”.",
        ),
    ),
    refusal=refusal,
    objections=objections,
    rendered=rendered,
    editable=frozenset({"text"}),
    checked=date(2026, 11, 21),
    sources=(
        "https://developers.google.com/my-business/reference/rest/v4/accounts.locations.localPosts",
        "https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews",
        "https://developers.google.com/my-business/content/limits",
        "https://developers.google.com/identity/protocols/oauth2/web-server",
    ),
)
