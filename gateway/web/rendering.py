"""Templates to responses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie

from gateway.domain.text import Locale
from gateway.identity import Session
from gateway.intake.locale import choose_locale
from gateway.web.wording import words

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "shouguan_language"
YEAR_S = 365 * 24 * 3600

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

AnyRequest: TypeAlias = Request[Any, Any, Any]
Page: TypeAlias = Response[bytes]


@cache
def environment() -> Environment:
    """Give what renders the templates of this package; everything put into them is escaped."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_locale(request: AnyRequest) -> Locale:
    """Give the language that the reader chose with `?lang=`, chose earlier, or prefers in general."""
    wish = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
    return choose_locale(request.headers.get("accept-language", ""), wish)


def render(
    request: AnyRequest, template: str, *, session: Session | None, status: int = 200, **content: object
) -> Page:
    """Give a page in the reader's language; everything in `content` is escaped."""
    locale = page_locale(request)
    text = (
        environment()
        .get_template(template)
        .render(locale=locale, say=words(locale), path=request.url.path, session=session, **content)
    )
    headers = {"Content-Security-Policy": POLICY, "Content-Language": locale, "Vary": "Accept-Language, Cookie"}
    cookies = [language_cookie(locale)] if "lang" in request.query_params else []
    return Response(text.encode(), status_code=status, media_type=MediaType.HTML, headers=headers, cookies=cookies)


def language_cookie(locale: Locale) -> Cookie:
    """Give the cookie that remembers the reader's language."""
    return Cookie(key=LANGUAGE_COOKIE, value=locale, max_age=YEAR_S, samesite="lax", httponly=True)
