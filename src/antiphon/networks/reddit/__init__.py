"""Reddit: posts of one account in one community, or on its own profile."""

from datetime import date, timedelta

from antiphon.connect.network import Network
from antiphon.connect.oauth import Field, SignIn
from antiphon.connect.rules import Handover, Pace, Proof, ProofKind, Rhythm
from antiphon.networks.reddit import pace
from antiphon.networks.reddit.api import HOME
from antiphon.networks.reddit.connector import Connector
from antiphon.networks.reddit.desk import SCOPES, Journey, Script
from antiphon.networks.reddit.markdown import rendered
from antiphon.networks.reddit.refusals import refusal
from antiphon.networks.reddit.rules import COMMENT, OPTIONS, POSTS, adapted

COMMUNITIES = Field(
    key="communities",
    name="Communities",
    optional=True,
    help="Where you want to post, with commas; your profile and those that you moderate come too.",
)

# No keys, no ids of ours: own posts are listed. Reddit often makes a post whose answer is lost, and
# shows videos only after it has worked on them. How late an effect may come is not documented;
# twenty minutes is our own judgement.
PROOF = Proof(
    kind=ProofKind.LIST,
    settle=timedelta(minutes=20),
    looks=(
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=25),
    ),
)

# 100 calls a minute for the whole app; the headers tell what is left of ten minutes.
PACE = Pace(
    calls=60, per=timedelta(minutes=1), in_flight=4, pause=timedelta(minutes=1), read=pace.read
)

NETWORK = Network(
    key="reddit",
    name="Reddit",
    badge="Re",
    tint=2,
    connector=Connector,
    server=HOME,
    hosts=("www.reddit.com",),
    sign_ins=(
        SignIn(
            key="oauth",
            name="Sign in with Reddit",
            desk=Journey,
            fields=(COMMUNITIES,),
            needs_app=True,
            scopes=SCOPES,
        ),
        SignIn(
            key="script",
            name="With a script app of your own",
            desk=Script,
            fields=(
                Field(key="client_id", name="App id", help="The short text below the app's name."),
                Field(key="client_secret", name="App secret", secret=True),
                Field(key="username", name="Account", help="The one that made the app."),
                Field(key="password", name="Password", secret=True),
                COMMUNITIES,
            ),
        ),
    ),
    posts=POSTS,
    comment=COMMENT,
    options=OPTIONS,
    pace=PACE,
    proof=PROOF,
    rhythm=Rhythm(
        per_week=2,
        source="our own judgement: communities dislike those who only speak of themselves",
        apart=timedelta(days=1),
    ),
    refusal=refusal,
    adapt=adapted,
    rendered=rendered,
    editable=frozenset({"text"}),
    handover=Handover(
        url="https://www.reddit.com/submit",
        steps=(
            "Choose the community and read its rules.",
            "Paste the title and the text, or add the link or the files.",
            "Choose a flair where one is wanted, then press Post.",
        ),
    ),
    checked=date(2026, 11, 21),
    sources=(
        "https://support.reddithelp.com/hc/en-us/articles/16160319875092-Reddit-Data-API-Wiki",
        "https://support.reddithelp.com/hc/en-us/articles/42728983564564-Responsible-Builder-Policy",
        "https://www.reddit.com/dev/api",
        "https://github.com/reddit-archive/reddit",
    ),
)
