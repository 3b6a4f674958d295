"""What a simulated server says about itself."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.mastodon.limits import Limits
from antiphon.networks.mastodon.rules import GIFS, IMAGES, VIDEOS
from antiphon.networks.mastodon.simulator.gate import Gate, RefusedError
from antiphon.networks.mastodon.simulator.world import DOMAIN, World

SCOPES = [
    *("read", "read:accounts", "read:notifications", "read:search", "read:statuses"),
    *("write", "write:favourites", "write:media", "write:statuses", "follow", "push", "profile"),
]


class About:
    """Instance documents, nodeinfo and the sign-in's metadata."""

    def __init__(self, base: str, world: World, gate: Gate) -> None:
        self.base, self.world, self.gate = base, world, gate

    async def instance(self, _request: Request) -> Response:
        """GET /api/v2/instance."""
        quirks = self.gate.quirks
        if quirks.only_v1:
            raise RefusedError(404, "")
        shown: dict[str, Any] = {
            "domain": DOMAIN, "title": "Social", "version": quirks.version,
            "source_url": "https://source.example", "description": "A simulated server",
            "usage": {"users": {"active_month": len(self.world.members)}},
            "thumbnail": {"url": f"{self.base}/thumbnail.png"}, "icon": [], "languages": ["en"],
            "configuration": self._configuration(), "rules": [],
            "registrations": {"enabled": False, "approval_required": False, "message": None},
            "contact": {"email": "admin@social.example", "account": None}, **quirks.extra,
        }  # fmt: skip
        level = {"api_versions": {"mastodon": quirks.api}} if quirks.api else {}
        return JSONResponse({**shown, **level})

    async def older(self, _request: Request) -> Response:
        """GET /api/v1/instance."""
        quirks = self.gate.quirks
        version = f"4.0.0 (not true; really {quirks.software}/{quirks.version})"
        return JSONResponse({
            "uri": DOMAIN, "title": "Social", "short_description": "", "description": "",
            "email": "admin@social.example", "languages": ["en"], "registrations": False,
            "version": quirks.version if quirks.software == "mastodon" else version,
            "approval_required": False, "invites_enabled": False, "rules": [], "thumbnail": None,
            "urls": {"streaming_api": "wss://social.example"}, "contact_account": None,
            "stats": {"user_count": len(self.world.members), "domain_count": 1,
                      "status_count": len(self.world.statuses)},
            "configuration": self._configuration(), **quirks.extra,
        })  # fmt: skip

    def _configuration(self) -> dict[str, Any]:
        quirks, usual = self.gate.quirks, Limits()
        return {
            "urls": {"streaming": "wss://social.example", "about": f"{self.base}/about"},
            "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
            "statuses": {
                "max_characters": quirks.characters, "max_media_attachments": quirks.files,
                "characters_reserved_per_url": quirks.link_cost,
            },
            "media_attachments": {
                "supported_mime_types": [*IMAGES, *GIFS, *VIDEOS], "description_limit": usual.alt,
                "image_size_limit": usual.image_bytes, "image_matrix_limit": usual.image_pixels,
                "video_size_limit": usual.video_bytes, "video_matrix_limit": usual.video_pixels,
                "video_frame_rate_limit": usual.video_fps,
            },
            "polls": {
                "max_options": usual.choices, "min_expiration": usual.poll_from,
                "max_characters_per_option": usual.choice_characters,
                "max_expiration": usual.poll_to,
            },
            "translation": {"enabled": False},
        }  # fmt: skip

    async def nodeinfo(self, _request: Request) -> Response:
        """GET /.well-known/nodeinfo."""
        self.gate.has("nodeinfo")
        rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
        return JSONResponse({"links": [{"rel": rel, "href": f"{self.base}/nodeinfo/2.0"}]})

    async def software(self, _request: Request) -> Response:
        """GET /nodeinfo/2.0."""
        self.gate.has("nodeinfo")
        quirks = self.gate.quirks
        return JSONResponse({
            "version": "2.0", "software": {"name": quirks.software, "version": quirks.version},
            "protocols": ["activitypub"], "services": {"outbound": [], "inbound": []},
            "usage": {"users": {"total": len(self.world.members)}}, "metadata": {},
            "openRegistrations": False,
        })  # fmt: skip

    async def metadata(self, _request: Request) -> Response:
        """GET /.well-known/oauth-authorization-server."""
        self.gate.has("metadata")
        return JSONResponse({
            "issuer": f"{self.base}/", "authorization_endpoint": f"{self.base}/oauth/authorize",
            "token_endpoint": f"{self.base}/oauth/token", "scopes_supported": SCOPES,
            "revocation_endpoint": f"{self.base}/oauth/revoke",
            "userinfo_endpoint": f"{self.base}/oauth/userinfo",
            "app_registration_endpoint": f"{self.base}/api/v1/apps",
            "response_types_supported": ["code"], "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"], "service_documentation": "https://docs.example",
        })  # fmt: skip
