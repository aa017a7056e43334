"""What the checks of a template say: what is wrong and what to do, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from gateway.domain.text import LocalizedText

ALIAS = LocalizedText(
    "模板不使用 YAML 别名（*名称），请直接写出内容", "templates use no YAML aliases (*name); write the text out"
)
TOO_LARGE = LocalizedText(
    "文件超过 1 MB，不像是胜任力模板", "the file is over 1 MB; that is hardly a competency template"
)
TOO_DEEP = LocalizedText("嵌套层数过多，请检查括号和缩进", "is nested too deeply; check brackets and indentation")
NOT_UTF8 = LocalizedText("不是 UTF-8 编码，请另存为 UTF-8", "is not UTF-8; save the file as UTF-8")
UNSEEN_CHARACTER = LocalizedText(
    "含有不可见的控制字符，请删除后重新输入该行",
    "holds an invisible control character; delete it, or type the line anew",
)
EMPTY_FILE = LocalizedText(
    "文件是空的，可用 shouguan competencies show --source 取一份模板来改",
    "the file is empty; take a template to start from with `shouguan competencies show --source`",
)
MISSING = LocalizedText("缺少这个字段，请补上", "is missing; add this field")
TWICE = LocalizedText("同一字段写了两次，请删去一处", "is there twice; delete one of the two")
NOT_LIST = LocalizedText("应为列表，每项前加“- ”或写成 [a, b]", "must be a list: “- ” before each item, or [a, b]")
NOT_NUMBER = LocalizedText("应为数字，例如 0.25，不加引号", "must be a number such as 0.25, without quotes")
NOT_TEXT = LocalizedText("应为一段文字", "must be a text; write it on this line")
EMPTY_TEXT = LocalizedText("不能为空，请填写内容", "is empty; write the text")


def syntax(problem: str) -> LocalizedText:
    """Say that a line is not YAML."""
    return LocalizedText(
        f"YAML 语法有误（{problem}），请检查缩进、冒号后的空格和引号",
        f"is not valid YAML ({problem}); check indentation, the space after colons, and quotes",
    )


def not_mapping(fields: Sequence[str]) -> LocalizedText:
    """Say that fields are wanted."""
    names = ", ".join(fields)
    return LocalizedText(f"应写出这些字段：{names}", f"must have the fields {names}; write each as “name: value”")


def unknown_field(name: str, known: Sequence[str]) -> LocalizedText:
    """Say that there is no such field, and which may be meant."""
    near = get_close_matches(name, known, n=1)
    if near:
        return LocalizedText(
            f"没有这个字段，是否应为 {near[0]}？", f"is no field of a template; did you mean {near[0]}?"
        )
    names = ", ".join(known)
    return LocalizedText(
        f"没有这个字段，请删除；此处可用：{names}", f"is no field of a template; delete it (known here: {names})"
    )


def count(found: int, low: int, high: int | None) -> LocalizedText:
    """Say how many items there must be."""
    if high == low:
        return LocalizedText(f"应有 {low} 项，现有 {found} 项", f"must have {low} items, and has {found}")
    if found < low:
        return LocalizedText(f"至少要有 {low} 项，请补充", f"has {found} and needs at least {low}; add what is missing")
    return LocalizedText(f"最多 {high} 项，现有 {found} 项，请删减", f"has {found} items, {high} at most; delete some")


def one_of(found: str, known: Sequence[str]) -> LocalizedText:
    """Say that a name is none of those that there are."""
    names = ", ".join(known)
    return LocalizedText(f"“{found}”不存在，请改为其中之一：{names}", f"there is no “{found}”; use one of: {names}")


def out_of_range(above: float | None, most: float | None) -> LocalizedText:
    """Say between which numbers a number must be."""
    return LocalizedText(f"应大于 {above:g}，且不超过 {most:g}", f"must be greater than {above:g} and at most {most:g}")


def to_quote(found: str) -> LocalizedText:
    """Say that YAML takes a text for something else."""
    return LocalizedText(
        f"YAML 没有把 {found} 当作文字，请加引号：'{found}'",
        f"YAML does not take {found} as text; put it in quotes: '{found}'",
    )


def too_long(most: int) -> LocalizedText:
    """Say how long a text may be."""
    return LocalizedText(f"最长 {most} 个字符，请缩短", f"may have {most} characters at most; shorten it")


def malformed(found: str, pattern: str) -> LocalizedText:
    """Say that a text is not as its pattern says: a line, an id or a version."""
    if r"\S" in pattern:
        return LocalizedText(
            "应写在一行内，首尾没有空格；分行书写时请用 >-",
            "must be one line without blanks around it; to write it on several lines, begin with >-",
        )
    if pattern.startswith("^[a-z]"):
        return LocalizedText(
            f"“{found}”只能用小写英文字母、数字、横线和下划线，并以字母开头，请修改",
            f"“{found}” must have lower-case letters, digits, hyphens and underscores only, a letter first; rename it",
        )
    return LocalizedText(
        f"“{found}”不是版本号，请用数字、字母和点，例如 '1' 或 '2026.1'",
        f"“{found}” is no version; use digits, letters and dots, such as '1' or '2026.1'",
    )


def used_twice(first: int) -> LocalizedText:
    """Say that something is there already, in the line `first`."""
    return LocalizedText(
        f"与第 {first} 行重复，请改写或删除", f"is there already in line {first}; change or delete one"
    )


def weights(total: float) -> LocalizedText:
    """Say what the weights add up to."""
    return LocalizedText(
        f"各维度权重之和应为 1，现为 {total:g}，请调整", f"weights must add up to 1, not {total:g}; adjust them"
    )


def earned(total: float, wanted: float) -> LocalizedText:
    """Say what the positive indicators of a dimension add up to."""
    return LocalizedText(
        f"正向指标（positive）分值之和应为 {wanted:g}，现为 {total:g}，请调整",
        f"the points of its positive indicators must add up to {wanted:g}, not {total:g}; adjust them",
    )


def cost(total: float, most: float) -> LocalizedText:
    """Say what a dimension can lose."""
    return LocalizedText(
        f"负向与必备指标分值之和不能超过起评分 {most:g}，现为 {total:g}，请调低",
        f"its negative and expected indicators cost {total:g}, more than the {most:g} it starts with; lower them",
    )


NO_EXPECTED = LocalizedText(
    "至少要有一项必备指标（kind: expected），写明未提及时扣多少分",
    "needs an expected indicator (kind: expected) that says what its absence costs; add one",
)
NO_QUESTION = LocalizedText(
    "应是完整的追问，以问号或句号结尾", "must be a whole question; end it with a question mark or a full stop"
)
UNUSED = LocalizedText(
    "没有任何维度使用这道题，回答不会计分；请加入某个维度的 questions，或删除",
    "feeds no dimension, so its answers count for nothing; name it in the questions of one, or delete it",
)
NO_CHINESE = LocalizedText("这里应写中文", "must be in Chinese; write the Chinese text here")
CHINESE = LocalizedText("这里应写英文，请去掉中文字符", "must be in English; take the Chinese characters out")
NO_END = LocalizedText("应以句号或感叹号结尾，请写成完整的一句话", "must be a whole sentence; end it with a full stop")
SEVERAL = LocalizedText(
    "包含不止一句话，请拆成多条例句", "holds more than one sentence; make each an exemplar of its own"
)
ASKS = LocalizedText("是问句；提问不计分，请改成陈述句", "asks; questions earn nothing, so make it a statement")
WRITTEN = LocalizedText(
    "含有口语里没有的符号（括号、斜杠、冒号、分号、引号等），请改成口头会说的话",
    "has signs that nobody speaks (brackets, slashes, colons, semicolons, quotes); write it as it is said",
)
LISTS = LocalizedText(
    "是词语的罗列，不是一句话，请写成候选人会说的话", "is a list of terms; write what a candidate would say"
)
NO_CAPITAL = LocalizedText("英文句子应以大写字母开头", "must begin with a capital letter")


def length(low: int, high: int) -> LocalizedText:
    """Say how long a sentence is when people speak."""
    return LocalizedText(
        f"应为 {low} 到 {high} 个字（英文为词），过短说明不了问题，过长没有人会这样说",
        f"must have {low} to {high} words (in Chinese, characters): less shows nothing, more nobody says in one go",
    )


def unknown_words(name: str, known: Sequence[str]) -> LocalizedText:
    """Say that a cue names words that there are not, or has a group without words."""
    if not name:
        return LocalizedText(
            "线索中有一组没有写词；用 + 分组，用 | 分隔同组的词",
            "has a group without words; + joins groups, | joins words",
        )
    return LocalizedText(
        f"没有名为 {name} 的词组，可用的有：{'、'.join(known)}",
        f"no words are called {name}; there are: {', '.join(known)}",
    )
