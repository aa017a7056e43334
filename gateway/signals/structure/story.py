"""STAR: whether the answer tells situation, task, action and result, in this order.

Behavioural interviewing asks for what somebody did in the past and what came of it (T. Janz, L. Hellervik and D.
Gilmore, Behavior Description Interviewing, 1986); situation, task, action, result is its usual form (DDI, 1974 on).
The cues are tense, person, verbs and figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from gateway.domain.signals import Cue
from gateway.signals.structure.lines import Line
from gateway.signals.structure.markers import marker

EARLY = 0.4
"""A situation stands in this share of the answer, or in its first three sentences."""

OPENING = 2

LINES_AN_ACTION = 10
"""A long answer needs an action in every ten sentences: one verb in a ramble tells no story."""

WITHOUT_RESULT = 0.5
"""A story of which nothing comes earns at most this share."""

ROLES = ("situation", "task", "action", "result")

SITUATION = marker(
    r"last (?:year|month|spring|summer|autumn|fall|winter|week|quarter)|(?:a few|some|two|three|several) (?:years|"
    r"months) ago|when i (?:was|worked|joined|started)|at (?:my|our) (?:last|old|previous|former|current)|in "
    r"(?:my|our) (?:last|old|previous|former|current)|in (?:19|20)\d\d|i once|once i|one time|there was|we had|"
    r"(?:my|our) team (?:was|had)|the (?:team|company|engineers|engineering team|people in \w+|old way|situation) "
    r"(?:was|were|had|wanted)|at the time|back then",
    r"当时|那时|去年|前年|今年|上个?(?:月|季度|学期)|以前|有一次|曾经|\d{4}年|刚(?:加入|到|接手|毕业)|"
    r"在.{1,12}(?:公司|团队|项目|部门|学校|期间)|背景是|面临|遇到|那段时间",
)
SCENE = marker(
    r"\w+ (?:was|were|had|came|asked|wanted|needed|launched|lost)",
    "有(?:一)?[个位家次天年](?!人认为)|那[次家年]|(?:公司|团队|部门|项目|客户)[^，。]{0,10}(?:了|过)",
)
"""Sets a scene in the past, in one of the first two sentences."""

TASK = marker(
    r"(?:i|we) (?:needed|had|was asked|were asked|was told|were told|was supposed|were supposed|wanted) to|(?:my|our|"
    r"the) (?:task|goal|job|aim|target|challenge|problem|question|issue|assignment) (?:was|behind|were)|"
    r"the real problem|(?:was|were) responsible for|(?:was|were) in charge of|(?:needed|asked|wanted) (?:me|us) to",
    "任务|目标(?:是|就是|为)|需要(?:我|解决|在)|负责|要求(?:我|是|在)|必须|问题(?:是|在于|出在)|挑战|难点|要解决|希望(?:我|能)|"
    "领导让|老板让|交给我",
)
_STATIVE = (
    r"wanted|needed|liked|enjoyed|believed|hoped|used|seemed|trusted|assumed|guessed|loved|hated|disliked|expected|"
    r"figured|realized|realised|remembered|worried|supposed|named|called|learned"
)
_IRREGULAR = (
    r"built|wrote|ran|led|made|took|cut|set|met|drew|sold|taught|chose|brought|found|gave|held|sent|spoke|told|sat|went|"
    r"put|kept|won|rebuilt|split|showed|dug|drove|began|broke|let|rang|did(?! not)"
)
_NOT_DONE = "会|想|觉得|认为|可能|希望|喜欢|要|能|应该|一般|不|没|还没|其实|记得"
_DEEDS_ALONE = "访谈|采访|分析|梳理|调研|对比|测试|整理|搭建|拜访|设计|组织|优化|复盘"
_DEEDS = (
    rf"{_DEEDS_ALONE}|推动|协调|制定|建立|沟通|安排|拆[成分解]|开发|提出|上线|跟进|邀请|决定|选择|尝试|召集|核对|统计|检查|联系|"
    r"道歉|解释|改[了成进]|做[了成]|写[了成下]|找[了到来]|带[着领了]|请[了教来]|教[了会]|列[了出]|画[了出]|谈了|问了|听取|约了"
)
"""What somebody did, after 我 or 我们; without them only with 了, which tells that it was done."""

ACTION = marker(
    rf"(?:i|we)(?: \w+ly| also| then| first| both| openly| even| myself)? (?:(?!(?:{_STATIVE})\b)\w+ed|{_IRREGULAR})",
    rf"(?:我们|咱们|我(?!们))(?!{_NOT_DONE})[^，。；！？]{{0,14}}?(?:{_DEEDS})|主动|(?:{_DEEDS_ALONE})了",
)
_FIGURE = (
    r"\d|%|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred|thousand|million|percent|half|twice|thirds?)\b"
)
_CHANGE = (
    r"(?:rose|fell|dropped|grew|increased?|decreased?|reduced?|improved|cut|saved?|doubled|halved|tripled|went "
    r"(?:up|down)|gained|won|down|up|more|fewer|less|faster|higher|lower|shorter|early|on time|gone from)"
)
RESULT = re.compile(
    r"\b(?:as a result|in the end|the (?:result|outcome|effect) (?:was|is)|led to|since then|eventually|ended up|"
    r"(?:days|weeks|months|years) later)\b"
    rf"|\b{_CHANGE}\b(?=.*(?:{_FIGURE}))|(?:{_FIGURE})(?=.*\b{_CHANGE}\b)"
    r"|结果|最终|最后.{0,20}了|从.{1,14}(?:提高|提升|上升|增长|下降|降低|降|减少|缩短|涨|升)到|达成|取得|见效"
    r"|(?:提高|提升|上升|增长|下降|降低|减少|缩短|节省|增加|涨)了?[^，。]{0,8}(?:\d|百分之|[一二三四五六七八九十]成|倍|一半)",
    re.IGNORECASE,
)


def story(lines: Sequence[Line]) -> tuple[Cue, ...]:
    """Give the cues of situation, task, action and result; nothing where nobody did anything.

    Situation stands early, the task before the last action, the result after the first action. An action is what the
    person or the team did, in the past tense.
    """
    told = [line for line in lines if not line.strung]
    acted = [(at, match) for at, line in enumerate(told) if (match := ACTION.search(line.text))]
    if len(acted) < max(1, len(told) // LINES_AN_ACTION):
        return ()
    first, last = acted[0][0], acted[-1][0]
    early = max(3, math.ceil(EARLY * len(told)))
    places = {"situation": range(min(early, last + 1)), "task": range(last + 1), "result": range(first, len(told))}
    found: list[Cue] = []
    found += _first(told, places["situation"], SITUATION, "situation") or _first(
        told, range(min(OPENING, last + 1)), SCENE, "situation"
    )
    found += _first(told, places["task"], TASK, "task")
    found += [told[at].cue(match, "action") for at, match in acted]
    found += _last(told, places["result"])
    return tuple(found)


def _first(lines: Sequence[Line], where: range, pattern: re.Pattern[str], role: str) -> list[Cue]:
    matches = ((lines[at], pattern.search(lines[at].text)) for at in where)
    return next(([line.cue(match, role)] for line, match in matches if match), [])


def _last(lines: Sequence[Line], where: range) -> list[Cue]:
    """Give the last result: in the second half of what follows the first action."""
    middle = (where.start + where.stop) // 2
    matches = ((lines[at], RESULT.search(lines[at].text)) for at in reversed(range(middle, where.stop)))
    return next(([line.cue(match, "result")] for line, match in matches if match), [])


def story_share(found: Sequence[Cue]) -> float:
    """Give how much of the points a story earns, 0..1: a quarter for each of situation, task, action, result."""
    told = {cue.role for cue in found} & set(ROLES)
    share = len(told) / len(ROLES)
    return share if "result" in told else min(share, WITHOUT_RESULT)
