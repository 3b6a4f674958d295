"""Who is who on the simulated LinkedIn, and how tokens are made."""

import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from antiphon.networks.linkedin.simulator.gate import Call, forbidden, missing
from antiphon.networks.linkedin.simulator.world import LASTS, REFRESHABLE, Member, Session, World


async def userinfo(call: Call) -> Response:
    """GET /v2/userinfo."""
    if "openid" not in call.session.scopes:
        raise forbidden("userinfo.GET.NO_VERSION")
    member = call.world.members[call.session.member]
    first, _space, last = member.name.partition(" ")
    told: dict[str, Any] = {
        "sub": member.urn.rpartition(":")[2],
        "name": member.name,
        "given_name": first,
        "family_name": last,
        "locale": {"country": member.country or "US", "language": "en"},
    }
    return JSONResponse(told)


async def me(call: Call) -> Response:
    """GET /v2/me: the older profile."""
    if "r_basicprofile" not in call.session.scopes:
        raise forbidden("me.GET.NO_VERSION")
    member = call.world.members[call.session.member]
    first, _space, last = member.name.partition(" ")
    id = member.urn.rpartition(":")[2]
    return JSONResponse({"id": id, "localizedFirstName": first, "localizedLastName": last})


async def roles(call: Call) -> Response:
    """GET /rest/organizationAcls?q=roleAssignee."""
    if not call.session.scopes & {"rw_organization_admin", "r_organization_admin"}:
        raise forbidden("organizationAcls.FINDER-roleAssignee")
    elements = [
        {
            "organization": page.urn,
            "role": page.role,
            "state": "APPROVED",
            "roleAssignee": call.session.member,
        }
        for page in call.world.members.values()
        if page.admin == call.session.member
    ]
    return JSONResponse({"paging": {"start": 0, "count": 100, "links": []}, "elements": elements})


def _page(page: Member) -> dict[str, Any]:
    locale = {"country": page.country or "US", "language": "en"}
    return {
        "id": int(page.urn.rpartition(":")[2]),
        "localizedName": page.name,
        "name": {"localized": {"en_US": page.name}, "preferredLocale": locale},
        "vanityName": page.handle,
        "defaultLocale": locale,
        "primaryOrganizationType": "NONE",
        "locations": [],
    }


async def pages(call: Call) -> Response:
    """GET /rest/organizations?ids=List(…)."""
    known = {id: call.world.members.get(f"urn:li:organization:{id}") for id in call.listed("ids")}
    results = {id: _page(page) for id, page in known.items() if page}
    return JSONResponse({"results": results, "statuses": dict.fromkeys(results, 200), "errors": {}})


async def page(call: Call) -> Response:
    """GET /rest/organizations/{id}."""
    found = call.world.members.get(f"urn:li:organization:{call.request.path_params['id']}")
    if found is None:
        raise missing()
    return JSONResponse(_page(found))


def _wrong(error: str, why: str, status: int = 400) -> Response:
    return JSONResponse({"error": error, "error_description": why}, status)


async def authorize(world: World, request: Request) -> Response:
    """The page where a person agrees; here everybody does at once, unless told to deny."""
    asked = request.query_params
    if asked.get("response_type") != "code" or not asked.get("client_id"):
        return _wrong("invalid_request", "A required parameter is missing")
    back = {"state": asked.get("state", "")}
    if world.quirks.denies:
        back |= {"error": "user_cancelled_authorize", "error_description": "The user cancelled"}
    else:
        handle = asked.get("login_hint") or next(reversed(world.handles))
        member = world.members[world.handles[handle]]
        code = secrets.token_urlsafe(16)
        world.codes[code] = (member.admin or member.urn, frozenset(asked["scope"].split()))
        back["code"] = code
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)


async def token(world: World, request: Request) -> Response:
    """POST /oauth/v2/accessToken."""
    form = await request.form()
    id, secret = str(form.get("client_id", "")), str(form.get("client_secret", ""))
    if not id or not secret or world.apps.get(id, secret) != secret:
        return _wrong("invalid_client", "Client authentication failed", 401)
    if form.get("grant_type") == "refresh_token":
        return _refreshed(world, str(form.get("refresh_token", "")))
    member, scopes = world.codes.pop(str(form.get("code", "")), ("", frozenset[str]()))
    if not member:
        return _wrong("invalid_grant", "The code is unknown, used or expired")
    refresh = ""
    if world.quirks.refresh_tokens:
        refresh = f"AQR{secrets.token_urlsafe(24)}"
        ends = world.now() + REFRESHABLE
        world.refreshable[refresh] = Session(member=member, scopes=scopes, ends=ends)
    return _granted(world, member, scopes, refresh)


def _refreshed(world: World, refresh: str) -> Response:
    session = world.refreshable.get(refresh)
    if session is None or session.revoked or session.ends <= world.now():
        return _wrong("invalid_grant", "The refresh token is invalid, expired or revoked")
    return _granted(world, session.member, session.scopes, refresh)


def _granted(world: World, member: str, scopes: frozenset[str], refresh: str) -> Response:
    told: dict[str, Any] = {
        "access_token": world.grant(member, scopes, refresh=refresh),
        "expires_in": int(LASTS.total_seconds()),
        "scope": ",".join(sorted(scopes)),
        "token_type": "Bearer",
    }
    if refresh:
        left = world.refreshable[refresh].ends - world.now()
        told |= {"refresh_token": refresh, "refresh_token_expires_in": int(left.total_seconds())}
    return JSONResponse(told)


async def revoke(world: World, request: Request) -> Response:
    """POST /oauth/v2/revoke."""
    session = world.sessions.get(str((await request.form()).get("token", "")))
    if session is not None:
        session.revoked = True
        if session.refresh in world.refreshable:
            world.refreshable[session.refresh].revoked = True
    return Response(status_code=200)


async def introspect(world: World, request: Request) -> Response:
    """POST /oauth/v2/introspectToken."""
    session = world.sessions.get(str((await request.form()).get("token", "")))
    if session is None or session.revoked or session.ends <= world.now():
        return JSONResponse({"active": False})
    told = {
        "active": True,
        "status": "active",
        "scope": ",".join(sorted(session.scopes)),
        "expires_at": int(session.ends.timestamp()),
    }
    return JSONResponse(told)
