"""Turns every error into an RFC 9457 problem document, in one place."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from gateway.domain.errors import ShouguanError
from gateway.domain.text import Locale, LocalizedText
from gateway.intake.errors import FieldsError
from gateway.intake.locale import choose_locale
from inference.errors import PerceptionError

logger = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"

INTERNAL = LocalizedText(
    "系统内部出错，已记录。请稍后重试；如仍失败，请把 instance 和时间告诉管理员。",
    "Something went wrong inside the box and was logged. Try again; if it fails again, tell the administrator the "
    "`instance` and the time.",
)
MODELS_DOWN = LocalizedText(
    "模型服务暂时没有应答，请稍后重试。", "The model server does not answer now; try again later."
)
BY_STATUS: dict[int, tuple[str, LocalizedText]] = {
    400: (
        "malformed",
        LocalizedText("请求无法解析，请检查 JSON 格式。", "The request cannot be parsed; check that it is valid JSON."),
    ),
    401: (
        "unauthorized",
        LocalizedText(
            "需要访问令牌：请在请求头中提供 Authorization: Bearer <token>。",
            "A token is needed: send the header Authorization: Bearer <token>.",
        ),
    ),
    404: ("not_found", LocalizedText("没有这个地址。", "There is nothing at this address.")),
    405: ("method_not_allowed", LocalizedText("这个地址不支持该方法。", "This address does not take that method.")),
    413: ("too_large", LocalizedText("请求内容过大。", "The request body is too large.")),
    415: ("unsupported_media_type", LocalizedText("不支持这种内容类型。", "This content type is not supported.")),
    422: ("validation", LocalizedText("请求内容不符合要求。", "The request does not fit.")),
}


def reader_locale(request: Request[Any, Any, Any]) -> Locale:
    """Give the language that a request's reader prefers."""
    return choose_locale(request.headers.get("accept-language", ""))


def _document(
    request: Request[Any, Any, Any],
    status: int,
    code: str,
    message: LocalizedText,
    details: Mapping[str, object],
) -> Response[dict[str, object]]:
    locale = reader_locale(request)
    content = {
        **details,
        "type": f"urn:shouguan:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message.to(locale),
        "code": code,
        "detail_zh": message.zh,
        "detail_en": message.en,
        "instance": request.url.path,
    }
    headers: dict[str, str] = {"Content-Language": locale}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "2"
    return Response(content, status_code=status, media_type=PROBLEM_JSON, headers=headers)


def from_shouguan(request: Request[Any, Any, Any], error: ShouguanError) -> Response[dict[str, object]]:
    """Give the document of one of our own errors."""
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.warning("%s %s: %s", request.method, request.url.path, error.code)
    return _document(request, error.status, error.code, error.message, error.details)


def from_perception(request: Request[Any, Any, Any], error: PerceptionError) -> Response[dict[str, object]]:
    """Give the document for a model server that cannot be asked."""
    logger.warning("%s %s: %s", request.method, request.url.path, error.code)
    return _document(request, HTTPStatus.SERVICE_UNAVAILABLE, error.code, MODELS_DOWN, {})


def from_validation(request: Request[Any, Any, Any], error: ValidationException) -> Response[dict[str, object]]:
    """Give the document that names the field that does not fit."""
    problems = []
    for item in error.extra if isinstance(error.extra, list) else []:
        message = str(item.get("message", ""))
        problems.append((str(item.get("key") or "body"), LocalizedText(message, message)))
    return from_shouguan(request, FieldsError(problems))


def from_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, object]]:
    """Give the document of an error of the web framework."""
    if error.status_code not in BY_STATUS:
        return from_anything(request, error)
    code, message = BY_STATUS[error.status_code]
    return _document(request, error.status_code, code, message, {})


def from_anything(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, object]]:
    """Give a document that says nothing of the inside. The log gets the place, not the message: it may hold names."""
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s %s: %s at\n%s", request.method, request.url.path, type(error).__name__, place)
    return _document(request, HTTPStatus.INTERNAL_SERVER_ERROR, "internal", INTERNAL, {})


HANDLERS: dict[int | type[Exception], Any] = {
    ShouguanError: from_shouguan,
    PerceptionError: from_perception,
    ValidationException: from_validation,
    HTTPException: from_http,
    Exception: from_anything,
}
