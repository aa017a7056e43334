"""Answers that may be given again, and the reports that were superseded."""

from __future__ import annotations

from typing import TypeAlias

from litestar import Controller, Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from gateway.api.replies import World
from gateway.domain.rerecording import EarlierReport, ReRecording
from gateway.intake.commands import ReRecordingOffer
from gateway.intake.rerecordings import earlier_reports, offer, offers

Id: TypeAlias = FromPath[str]

CREATED = 201
OK = 200


class ReRecordingController(Controller):
    """Offers of a named person to a candidate: to give an answer again that does not suffice."""

    path = "/interviews/{interview_id:str}"
    tags = ("rerecordings",)

    @post(
        "/rerecordings",
        status_code=CREATED,
        responses={
            CREATED: ResponseSpec(ReRecording, description="The interview takes this one answer again."),
            OK: ResponseSpec(ReRecording, description="The same offer was there already."),
        },
    )
    async def offer(self, interview_id: Id, data: JSONBody[ReRecordingOffer], services: World) -> Response[ReRecording]:
        """Offer to give an answer again, as a named person with a reason; the interview opens for that question."""
        offered = await offer(services, interview_id, data)
        return Response(offered.offer, status_code=CREATED if offered.new else OK)

    @get("/rerecordings", sync_to_thread=True)
    def offers(self, interview_id: Id, services: World) -> dict[str, list[ReRecording]]:
        """List the offers, oldest first; one that is not closed is in force."""
        return {"items": offers(services, interview_id)}

    @get("/report/earlier", sync_to_thread=True)
    def earlier(self, interview_id: Id, services: World) -> dict[str, list[EarlierReport]]:
        """List the reports that a later one has taken the place of, newest last."""
        return {"items": earlier_reports(services, interview_id)}
