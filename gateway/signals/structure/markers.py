"""The words that mark structure, in English and Chinese."""

from __future__ import annotations

import re


def marker(english: str, chinese: str) -> re.Pattern[str]:
    """Match English words as whole words, Chinese ones anywhere."""
    return re.compile(rf"\b(?:{english})\b|{chinese}", re.IGNORECASE)


POINT = marker(
    r"in short|in brief|in a nutshell|to put it simply|it comes down to|(?:my|the) (?:short |best |main )?"
    r"(?:view|answer|approach|take|point|example)|i believe|i think that|i would (?:say that|argue)|"
    r"the (?:main|most important|key|biggest) (?:thing|point|reason|part|idea|lesson|question)|"
    r"what matters most|(?:i will|i'll|i want to|i would like to|i'd like to|i can|let me) "
    r"(?:talk about|tell you about|describe|walk you through)|one example|(?:a|one) (?:good|clear) example|"
    r"there (?:are|were) (?:two|three|four|five)",
    "简单来说|简单地说|简而言之|一句话|我认为|我的(?:看法|观点|答案|做法)|总的来说|核心(?:是|在于)|关键(?:是|在于)|"
    "最重要的(?:是|就是|一点)|主要(?:有|是|分|从)|我想(?:讲|说|分享|谈)|我(?:会|将|打算)?从.{1,8}方面|(?:举|讲|分享)一?个例子|"
    "分[为成]?[两二三四五].{0,3}(?:方面|点|部分|步)",
)
"""Announces what the answer says as a whole."""

CONCLUSION = marker(
    r"in the end|as a result|in conclusion|in summary|to sum up|to conclude|overall|all in all|"
    r"(?:what|so) i (?:have )?learned|i learned|my lesson|the lesson|the result|since then|today i|now i|now we|"
    r"that is why|that's why|looking back",
    "总之|综上|总结|总的来说|最终|最后|结果|从那以后|现在我|我(?:也)?学到|我的收获|回头看|这件事(?:让|告诉|教)|"
    "这次经历|所以我(?:认为|觉得|相信)",
)
"""Draws the answer together."""

CAUSE = marker(
    r"because|so that|so (?:we|i|it|they|that|he|she|the|my|our|you)|therefore|thus|hence|consequently|as a result|"
    r"the reason|due to|which is why|that is why|that's why|this is why|which meant|in order to",
    "因为|由于|所以|因此|因而|于是|从而|以便|导致|使得|原因是|之所以|为了",
)
CONTRAST = marker(
    r"but|however|although|even though|though|whereas|instead|despite|nevertheless|on the other hand",
    "但是|(?<!不)但(?=[^愿凡])|不过|然而|虽然|尽管|反而|相反|而不是",
)
CONDITION = marker(r"if|unless|otherwise", "如果|假如|只要|除非|否则|只有")
EXAMPLE = marker(
    r"for example|for instance|such as|in other words|that is to say|in addition|moreover|furthermore|not only",
    "例如|比如|也就是说|换句话说|此外|而且|并且|不仅|不但",
)
CONNECTIVES: dict[str, re.Pattern[str]] = {
    "cause": CAUSE,
    "contrast": CONTRAST,
    "condition": CONDITION,
    "expansion": EXAMPLE,
}
"""Explicit discourse connectives by the relation they mark."""

LAST = 90
WEAK = 0
_ORDINALS: tuple[tuple[int, str, str], ...] = (
    (1, r"first|firstly|first of all|to begin with|to start with|on the one hand", "首先|第一|其一|一是|一方面"),
    (2, r"second|secondly|on the other hand", "其次|第二|其二|二是|另一方面"),
    (3, r"third|thirdly", "再次|第三|其三|三是"),
    (4, r"fourth|fourthly", "第四|其四|四是"),
    (5, r"fifth|fifthly", "第五|其五|五是"),
    (LAST, r"finally|lastly|last of all", "最后"),
    (WEAK, r"then|next|after that|another (?:one|thing|point|reason)", "然后|接着|接下来|随后|另外"),
)
_COUNTS = "(?![次周天月年季名位批款版代轮届任家步])"  # 第二周 counts weeks, not points


def _ordinal(english: str, chinese: str) -> re.Pattern[str]:
    """Match at the beginning of a clause: "we asked first" orders nothing."""
    return re.compile(
        rf"(?:^|[,;:.] |\b(?:and|so|but|well) )(?P<en>{english})\b"
        rf"|(?:^|[，。；：！、])(?:那么?|所以|我们?)?(?P<zh>{chinese}){_COUNTS}",
        re.IGNORECASE,
    )


ORDINALS = tuple((rank, _ordinal(english, chinese)) for rank, english, chinese in _ORDINALS)
"""Words that open a part, with its number; `LAST` closes an enumeration, `WEAK` only goes on with one."""

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_ANNOUNCED = re.compile(
    r"\b(?P<en>two|three|four|five|six|[2-6]) (?:[a-z-]+ ){0,2}?(?:things|steps|reasons|parts|points|ways|areas|"
    r"aspects|examples|lessons|factors|phases|stages|priorities|questions)\b"
    "|(?:分[为成]?|有|这|以下|下面|主要|举|谈谈?|说说?|讲讲?|从(?=.个?(?:方面|角度|层面)))(?P<zh>[两二三四五六2-6])(?:个方面|大方面|方面|个部分|部分|点|步|个步骤|件事|个原因|个层面|个角度|个例子|个阶段|条)",
    re.IGNORECASE,
)


def announced(text: str) -> int | None:
    """Give the number of parts that a text announces ("three reasons", 三个方面); `None` where it announces none."""
    match = _ANNOUNCED.search(text)
    if match is None:
        return None
    number = (match.group("en") or match.group("zh")).lower()
    return int(number) if number.isdecimal() else _NUMBERS[number]
