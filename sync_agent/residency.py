"""Residency policy: what may leave the box. What is not allowed by name is refused.

Never on the wire: media, frames, face landmarks, embeddings, voice features, the transcript, identity numbers.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError, Message
from msgspec import Struct
from shouguan.v1.assessment_pb2 import AssessmentResult, Attachment
from shouguan.v1.decision_pb2 import DecisionRecorded
from shouguan.v1.status_pb2 import StatusChanged

from wire import names, types
from wire.cloudevents import PROTOBUF, Event
from wire.protobuf import leaves, unknown_fields

Leaf: TypeAlias = tuple[str, object]
"""The path of a member, such as `strengths.text.en`, and its value."""


class MessageRule(Struct, frozen=True, kw_only=True):
    """A type of event that may leave, and the fields it may carry."""

    message: type[Message]
    fields: frozenset[str]


class Policy(Struct, frozen=True, kw_only=True):
    """What may leave. Paths count through lists: `attachments.name` is the name of every attachment."""

    name: str
    messages: Mapping[str, MessageRule]
    attributes: re.Pattern[str]  # ids of the attributes of a result
    attachments: Mapping[str, frozenset[str]]  # name of a JSON attachment -> the keys it may have
    text_characters: int = 4000
    attachment_bytes: int = 512 * 1024


_REVIEW = ("review.human_confirmed", "review.decision_status")
_LOCALIZED = ("zh", "en")
_FINDING = ("dimension_id", "indicator_id", "points", *(f"{f}.{x}" for f in ("text", "advice") for x in _LOCALIZED))
_INDICATOR = ("id", "kind", "points", "max_points", *(f"label.{x}" for x in _LOCALIZED))
_REPORT = frozenset(
    (
        *("schema", "report_id", "order_id", "language", "created_at", "score", "culture_fit"),
        *(f"job_title.{x}" for x in _LOCALIZED),
        *(f"dimensions.{x}" for x in ("id", "weight", "score", "name.zh", "name.en")),
        *(f"dimensions.indicators.{x}" for x in _INDICATOR),
        *(f"strengths.{x}" for x in _FINDING),
        *(f"weaknesses.{x}" for x in _FINDING),
        *(f"answers.{x}" for x in ("question_id", "kind", "question.zh", "question.en", "limits.zh", "limits.en")),
    )
)

DEFAULT = Policy(
    name="default",
    messages={
        types.REPORT_COMPLETED: MessageRule(
            message=AssessmentResult,
            fields=frozenset(
                (
                    *("order_id", "status", "score", "max_score", "completed_at", "result_url"),
                    *(
                        f"attributes.{x}"
                        for x in ("type", "id", "label", "value", "status", "score.value", "score.max")
                    ),
                    *(f"attachments.{x}" for x in ("name", "content_type", "data")),
                    *_REVIEW,
                    *(f"versions.{x}" for x in ("models.name", "models.version", "competency_model")),
                    *(f"versions.{x}" for x in ("rules", "software")),
                )
            ),
        ),
        types.DECISION_RECORDED: MessageRule(
            message=DecisionRecorded,
            fields=frozenset(
                (
                    *("decision_id", "order_id", "rule_set_id", "rule_set_version", "rule_id", "rule_name"),
                    *("condition", "values.name", "values.value", "actions", "policy_profile", "decided_at"),
                    *_REVIEW,
                )
            ),
        ),
        types.STATUS_CHANGED: MessageRule(
            message=StatusChanged, fields=frozenset(("order_id", "status", "changed_at"))
        ),
    },
    attributes=re.compile(r"dimension\.[\w.-]{1,64}|culture_fit|strengths|weaknesses|recommendation"),
    attachments={"report.json": _REPORT},
)

POLICIES: Mapping[str, Policy] = {DEFAULT.name: DEFAULT}


def check(event: Event, box_id: str, policy: Policy) -> tuple[str, ...]:
    """Say why `event` may not leave the box `box_id`; nothing when it may."""
    rule = policy.messages.get(event.type)
    if rule is None:
        return (f"type: {event.type!r} is not allowed to leave",)
    found = list(_envelope(event, box_id))
    try:
        message = rule.message.FromString(event.data)
    except DecodeError as error:
        return (*found, f"data: not a {rule.message.DESCRIPTOR.full_name}: {error}")
    found += (f"{path}: unknown field" for path in unknown_fields(message))
    for path, value in leaves(message):
        if path not in rule.fields:
            found.append(f"{path}: not on the allow-list")
        found += _text(path, value, policy)
    if isinstance(message, AssessmentResult):
        found += _result(message, policy)
    return tuple(found)


def _envelope(event: Event, box_id: str) -> Iterator[str]:
    if event.source != names.box_source(box_id):
        yield f"source: {event.source!r} is not this box"
    if event.content_type != PROTOBUF:
        yield f"datacontenttype: {event.content_type!r} is not {PROTOBUF}"
    if event.extensions:
        yield f"attributes not on the allow-list: {', '.join(sorted(event.extensions))}"
    if not re.fullmatch(r"application/[\w-]{1,64}", event.subject):
        yield f"subject: {event.subject[:80]!r} is not application/<id>"


def _text(path: str, value: object, policy: Policy) -> Iterator[str]:
    if not isinstance(value, str):
        return
    if len(value) > policy.text_characters:
        yield f"{path}: {len(value)} characters; more than {policy.text_characters} may be a transcript"
    if any(_is_identity_number(match) for match in re.findall(r"(?<!\d)\d{17}[\dXx](?!\d)", value)):
        yield f"{path}: holds an identity number"


def _is_identity_number(digits: str) -> bool:
    """Check the last digit as GB 11643-1999 (ISO 7064 MOD 11-2) makes it."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17].upper()


def _result(result: AssessmentResult, policy: Policy) -> Iterator[str]:
    for attribute in result.attributes:
        if not policy.attributes.fullmatch(attribute.id):
            yield f"attributes: {attribute.id[:80]!r} is not on the allow-list"
    if result.HasField("result_url") and not _is_public(result.result_url):
        yield "result_url: not an https address that the cloud can reach"
    for attachment in result.attachments:
        yield from _attachment(attachment, policy)


def _is_public(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        return parts.scheme == "https" and ipaddress.ip_address(host).is_global
    except ValueError:
        return parts.scheme == "https" and "." in host and not host.endswith((".local", ".internal", ".lan"))


def _attachment(attachment: Attachment, policy: Policy) -> Iterator[str]:
    where = f"attachments[{attachment.name[:80]}]"
    allowed = policy.attachments.get(attachment.name)
    if allowed is None or attachment.content_type != "application/json":
        yield f"{where}: not on the allow-list"
        return
    if len(attachment.data) > policy.attachment_bytes:
        yield f"{where}: {len(attachment.data)} bytes; at most {policy.attachment_bytes} may leave"
        return
    try:
        content = json.loads(attachment.data, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        yield f"{where}: not acceptable JSON: {error}"
        return
    if not isinstance(content, dict):
        yield f"{where}: not an object"
        return
    parents = {path.rsplit(".", depth)[0] for path in allowed for depth in range(1, path.count(".") + 1)}
    for path, value in _nodes(content):
        plain = not isinstance(value, dict | type(None))
        if path not in allowed and (plain or path not in parents):
            yield f"{where}.{path[:80]}: not on the allow-list"
        yield from _text(f"{where}.{path}", value, policy)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of its members. Raises `ValueError` on a repeated one, whose first value would go unseen."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return made


def _nodes(value: dict[str, object], prefix: str = "") -> Iterator[Leaf]:
    """Give each member below `value` with its path; the objects of a list share the list's path."""
    for key, member in value.items():
        path = prefix + key
        elements = member if isinstance(member, list) and all(isinstance(x, dict) for x in member) else [member]
        for element in elements or [None]:
            if isinstance(element, list):
                yield f"{path}[]", element  # a list of plain values, as of a track or a vector: on no allow-list
            else:
                yield path, element
            if isinstance(element, dict):
                yield from _nodes(element, f"{path}.")
