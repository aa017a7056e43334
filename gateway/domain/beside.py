"""What is shown beside a report, read when it is shown: none of it is part of the machine's report."""

from __future__ import annotations

from msgspec import Struct

from gateway.domain.remark import Remark
from gateway.domain.scoring import InterviewScore
from gateway.domain.standing import Comparison


class Beside(Struct, frozen=True, kw_only=True):
    """HR's remarks, oldest first; the score with their adjustments, where there are any; and the comparison."""

    remarks: tuple[Remark, ...] = ()
    adjusted: InterviewScore | None = None
    comparison: Comparison | None = None


NOTHING = Beside()
