"""Candidates, jobs and interviews."""

from __future__ import annotations

from functools import partial
from typing import Annotated, TypeAlias

from litestar import Controller, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from gateway.api.replies import AnyRequest, JsonReply, Key, World, replay, reply_once, request_key
from gateway.domain.interview import Candidate, Interview, Job
from gateway.intake.commands import Finish, NewCandidate, NewInterview, NewJob
from gateway.intake.finish import finish, tell_finished
from gateway.intake.lookups import find_candidate, find_interview, find_job
from gateway.intake.register import add_candidate, add_interview, add_job, check_language
from gateway.intake.results import Overview, overviews

Id: TypeAlias = FromPath[str]

CREATED = 201
OK = 200

FinishBody: TypeAlias = JSONBody[Finish | None]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="At most so many, the newest first.")]


class CandidateController(Controller):
    """People who are interviewed."""

    path = "/candidates"
    tags = ("candidates",)

    @post(responses={CREATED: ResponseSpec(Candidate, description="The candidate, with an id.")})
    async def create(
        self, request: AnyRequest, data: JSONBody[NewCandidate], services: World, key: Key = None
    ) -> JsonReply:
        """Create a candidate."""
        act = partial(add_candidate, command=data, services=services)
        return await reply_once(services, await request_key(request, key), CREATED, act)

    @get("/{candidate_id:str}", sync_to_thread=True)
    def read(self, candidate_id: Id, services: World) -> Candidate:
        """Read a candidate."""
        with services.read() as work:
            return find_candidate(work, candidate_id)


class JobController(Controller):
    """Positions with their questions and competency models."""

    path = "/jobs"
    tags = ("jobs",)

    @post(responses={CREATED: ResponseSpec(Job, description="The job, with an id.")})
    async def create(self, request: AnyRequest, data: JSONBody[NewJob], services: World, key: Key = None) -> JsonReply:
        """Create a job; what does not fit together is named field by field."""
        act = partial(add_job, command=data, services=services)
        return await reply_once(services, await request_key(request, key), CREATED, act)

    @get("/{job_id:str}", sync_to_thread=True)
    def read(self, job_id: Id, services: World) -> Job:
        """Read a job."""
        with services.read() as work:
            return find_job(work, job_id)


class InterviewController(Controller):
    """Interviews, from consent to finish."""

    path = "/interviews"
    tags = ("interviews",)

    @post(responses={CREATED: ResponseSpec(Interview, description="The interview, open for answers.")})
    async def create(
        self, request: AnyRequest, data: JSONBody[NewInterview], services: World, key: Key = None
    ) -> JsonReply:
        """Open an interview in a language that a model on this box can transcribe."""
        named = await request_key(request, key)
        known = await replay(services, named)
        if known is not None:
            return known
        await check_language(data.language, services)
        act = partial(add_interview, command=data, services=services)
        return await reply_once(services, named, CREATED, act)

    @get(sync_to_thread=True)
    def recent(self, services: World, limit: Limit = 50) -> dict[str, list[Overview]]:
        """List the latest interviews with score and decision, newest first."""
        with services.read() as work:
            return {"items": overviews(work, limit)}

    @get("/{interview_id:str}", sync_to_thread=True)
    def read(self, interview_id: Id, services: World) -> Interview:
        """Read an interview."""
        with services.read() as work:
            return find_interview(work, interview_id)

    @post(
        "/{interview_id:str}/finish",
        status_code=OK,
        responses={OK: ResponseSpec(Interview, description="The interview; its report is being made.")},
    )
    async def finish(
        self,
        request: AnyRequest,
        interview_id: Id,
        services: World,
        data: FinishBody = None,
        key: Key = None,
    ) -> JsonReply:
        """End the interview; again, it changes nothing."""
        act = partial(finish, interview_id=interview_id, command=data or Finish(), services=services)
        reply = await reply_once(services, await request_key(request, key), OK, act)
        await tell_finished(services, interview_id)
        return reply
