"""Words that hold a sentence together and say nothing of what it is about, in English and Chinese."""

from __future__ import annotations

_ENGLISH = """
a an the and or but so if of to in on at by for with from as into onto over under about after before between through
during than then there here this that these those it its they them their theirs he him his she her hers we us our ours
you your yours i me my mine myself who whom whose which what when where why how is are was were be been being am do does
did done doing have has had having will would shall should can could may might must not no nor yes very too also just
really quite only even still again once such some any each every all both few more most other another own same up down
out off because while although though until since like well okay ok um uh er oh maybe actually basically kind sort lot
thing things something anything everything get got gets getting go goes going went let lets say says said know think
make made makes one i'm i've i'd i'll we're we've we'd we'll you're you've it's that's there's they're they've don't
didn't doesn't wasn't weren't isn't aren't can't couldn't won't wouldn't haven't hadn't hasn't let's what's
"""

_CHINESE = """
的 地 得 了 着 过 吗 呢 吧 啊 呀 嘛 哦 嗯 呃 额 哈 啦 哎 唉 我 你 您 他 她 它 我们 咱们 你们 他们 她们 它们 自己
大家 别人 谁 这 那 哪 这个 那个 哪个 这些 那些 哪些 这样 那样 怎样 怎么 怎么样 什么 为什么 如何 这里 那里 哪里 这边
那边 这么 那么 多么 是 有 在 不 没 没有 也 都 就 还 又 再 才 只 很 太 更 最 非常 比较 特别 十分 挺 蛮 真 真的 其实
可能 大概 也许 应该 可以 能 能够 会 要 想 让 把 被 给 对 对于 关于 跟 和 与 同 及 以及 或 或者 还是 但 但是 不过
可是 然而 而 而且 并 并且 因为 所以 因此 由于 如果 假如 要是 虽然 尽管 即使 只要 只有 除了 除非 无论 不管 既 既然
于是 然后 接着 从 到 向 往 朝 由 于 以 按 按照 根据 通过 为 为了 比 像 一样 似的 一 一个 一些 一下 一点 一种 一次
有点 有些 有的 几 几个 个 种 次 些 点 下 上 里 中 内 外 前 后 时 时候 之 之前 之后 之间 以前 以后 当 当时 现在 那时
每 每个 各 各个 某 某个 另 另外 其 其他 其它 其中 此 该 等 等等 来 去 上来 下来 起来 出来 出去 进来 进去 过来 过去
做 说 觉得 认为 知道 就是 就是说 也就是 也就是说 比如 比如说 例如 首先 其次 最后 第一 第二 第三 请 请问 谈谈 一段
一位 位 呗 所 使
"""

_WORDS = frozenset(f"{_ENGLISH} {_CHINESE}".split())


def is_function_word(word: str) -> bool:
    """Say whether a word, in any case, is one of them."""
    return word.lower().replace("’", "'") in _WORDS
