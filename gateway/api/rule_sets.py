"""The rules that decide."""

from __future__ import annotations

from functools import partial

from litestar import Controller, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from gateway.api.replies import AnyRequest, JsonReply, Key, World, reply_once, request_key
from gateway.domain.rule import RuleSet
from gateway.intake.commands import NewRuleSet
from gateway.intake.rule_sets import active_rule_set, add_rule_set

CREATED = 201


class RuleSetController(Controller):
    """Rule sets; the one that came last decides."""

    path = "/rule-sets"
    tags = ("rules",)

    @post(responses={CREATED: ResponseSpec(RuleSet, description="The rule set; it decides from now on.")})
    async def create(
        self, request: AnyRequest, data: JSONBody[NewRuleSet], services: World, key: Key = None
    ) -> JsonReply:
        """Let other rules decide; a condition that cannot be used is named with its place."""
        act = partial(add_rule_set, command=data)
        return await reply_once(services, await request_key(request, key), CREATED, act)

    @get("/active", sync_to_thread=True)
    def active(self, services: World) -> RuleSet:
        """Read the rules that decide now."""
        with services.read() as work:
            return active_rule_set(work)
