"""What a person does in a browser at a real site."""

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from antiphon.networks.wordpress.tests.real_site import PASSWORD, RealSite


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow nothing, so that the test sees where it leads."""


def approve(site: RealSite, url: str) -> str:
    """Do what a person does in the browser; where they are sent afterwards."""
    cookies = HTTPCookieProcessor(CookieJar())
    browser, still = build_opener(cookies), build_opener(cookies, _Stay())
    browser.open(f"{site.home}/wp-login.php").read()
    log_in = {"log": "admin", "pwd": PASSWORD, "wp-submit": "Log In", "testcookie": "1"}
    browser.open(f"{site.home}/wp-login.php", urlencode(log_in).encode()).read()
    html = browser.open(url).read().decode()
    told = re.findall(r"<input type=.hidden.[^>]*name=.([\w-]+).[^>]*value=\"([^\"]*)\"", html)
    form = {**{name: value.replace("&amp;", "&") for name, value in told},
            "approve": "1", "app_name": "Antiphon"}  # fmt: skip
    page = url.partition("?")[0]
    try:
        still.open(Request(page, urlencode(form).encode()))
    except OSError as error:
        return str(getattr(error, "headers", {}).get("Location", ""))
    return ""
