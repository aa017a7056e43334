"""Sentences as candidates say them, written down with their answers before the rules were tried on them."""

from __future__ import annotations

import pytest

from inference.kernels import numbers_en, numbers_zh, script

ENGLISH = """\
We onboarded forty two clients in the first six months. => We onboarded 42 clients in the first six months.
Our churn dropped from eight point three percent to five point one. => Our churn dropped from 8.3% to 5.1.
I managed a budget of about three quarters of a million.
It handles roughly fifty thousand requests per second. => It handles roughly 50,000 requests per second.
I joined in September twenty nineteen and left in early twenty twenty two. => \
I joined in September 2019 and left in early 2022.
Back in two thousand sixteen, there were only six of us. => Back in 2016, there were only six of us.
We had one hundred and eighty two tickets open, and I closed ninety of them. => \
We had 182 tickets open, and I closed 90 of them.
The page loaded in under one second.
It took twenty to thirty minutes per case. => It took 20 to 30 minutes per case.
Revenue grew two hundred percent, basically three times. => Revenue grew 200%, basically three times.
I was the employee number twelve. => I was the employee number 12.
I have over fifteen years of experience. => I have over 15 years of experience.
We closed a one point two billion dollar deal. => We closed a $1.2 billion deal.
We paid ninety nine dollars a month. => We paid $99 a month.
We doubled it from one thousand to two thousand subscribers. => We doubled it from 1,000 to 2,000 subscribers.
It was the thirteenth attempt. => It was the 13th attempt.
On the fifteenth of March we went live. => On the 15th of March we went live.
On January thirty first we shipped. => On January 31st we shipped.
Ninety percent of success is showing up. => 90% of success is showing up.
I told him a million times.
One hundred and twenty hours of work went into it. => 120 hours of work went into it.
We ran it with eleven teams across four time zones. => We ran it with 11 teams across four time zones.
At first, ten or so users tried it. => At first, 10 or so users tried it.
We had four to five hundred visitors a day.
The first two weeks were hard, the next ten were fine. => The first two weeks were hard, the next 10 were fine.
We got twenty five thousand euros in funding. => We got €25,000 in funding.
My manager gave me a nine out of ten. => My manager gave me a 9 out of 10.
We cut it by a third, then by a half.
We reduced latency by thirty, forty percent.
I'd say eighty twenty.
Thirty days later we had five hundred sign ups. => 30 days later we had 500 sign ups.
We spent one and a half million on it. => We spent 1.5 million on it.
In the late nineties I was ten years old. => In the late nineties I was 10 years old.
I can do that one hundred percent. => I can do that 100%.
There were two thousand and forty one rows. => There were 2,041 rows.
The model had seven billion parameters. => The model had 7 billion parameters.
One, two, three, four of them failed.
We moved from twelve servers down to four. => We moved from 12 servers down to four.
It took me twenty minutes, maybe twenty five. => It took me 20 minutes, maybe 25.
I worked there for two and a half years.
Between twenty fifteen and twenty eighteen I studied law. => Between 2015 and 2018 I studied law.
Our net promoter score was sixty two. => Our net promoter score was 62.
Twenty-two percent of our users are in Germany. => 22% of our users are in Germany.
That was fifty-one thousand two hundred orders. => That was 51,200 orders.
I scored a hundred and five points. => I scored 105 points.
We have a team of ten plus two contractors. => We have a team of 10 plus two contractors.
We had a meeting at ten every day. => We had a meeting at 10 every day.
I sold thirteen hundred units. => I sold 1,300 units.
It was a sixty million dollar company with three hundred employees. => It was a $60 million company with 300 employees.
For the first hundred users it was free.
We were number one in ten countries. => We were number one in 10 countries.
I had two, then twenty reports. => I had two, then 20 reports.
Every ten minutes, twenty four hours a day. => Every 10 minutes, 24 hours a day.
The summer of twenty twenty one was intense. => The summer of 2021 was intense.
We grew fifteen percent year over year in twenty twenty. => We grew 15% year over year in 2020.
There is one thing that I would change.
I saved the company six figures.
Our second biggest client pays us eight thousand a month. => Our second biggest client pays us 8,000 a month.
We needed ten people but I only had four hundred thousand dollars. => We needed 10 people but I only had $400,000.
It's a Series B, thirty million. => It's a Series B, 30 million.
"""

CHINESE = """\
我带了一个十二人的团队。 => 我带了一个12人的团队。
转化率提升了百分之十五左右。 => 转化率提升了15%左右。
我在二零一九年加入公司，二零二二年离开。 => 我在2019年加入公司，2022年离开。
我们服务了两百多家客户。 => 我们服务了200多家客户。
预算大概是五十万元。 => 预算大概是50万元。
日活从三万涨到了八万。 => 日活从3万涨到了8万。
这是我第一次做项目经理。
我们花了三个月，做了六十多个访谈。 => 我们花了三个月，做了60多个访谈。
成本下降了百分之二十，效率提高了一倍。 => 成本下降了20%，效率提高了一倍。
一方面要快，另一方面要稳。
满意度是九十二分。 => 满意度是92分。
系统每秒处理两千五百个请求。 => 系统每秒处理2500个请求。
响应时间从一点五秒降到了零点三秒。 => 响应时间从1.5秒降到了0.3秒。
我有十年的工作经验。 => 我有10年的工作经验。
我们一共有七八个人。
他占了三分之二。
那时候我才二十三岁。 => 那时候我才23岁。
我们在十一月十一号上线。 => 我们在11月11号上线。
销售额做到了一点二个亿。 => 销售额做到了1.2个亿。
万一出了问题，我们有两套方案。
这个方案十分有效，一下子就解决了。
我百分之百支持。 => 我100%支持。
大约有一千两百名员工。 => 大约有1200名员工。
我们融资三千万美元。 => 我们融资3000万美元。
平均每天一百五十单。 => 平均每天150单。
原来需要二十分钟，现在只要五分钟。 => 原来需要20分钟，现在只要五分钟。
第一步是调研，第二步是设计。
我把它分成三个部分。
留存率从四十个百分点升到六十五个百分点。 => 留存率从40个百分点升到65个百分点。
二十四小时之内回复。 => 24小时之内回复。
我们有一百来个用户。
毕业于九八年。
这件事我们讨论了一次又一次。
一共十五万三千行代码。 => 一共153000行代码。
开会用了一个半小时。
"""


def cases(lines: str) -> list[tuple[str, str]]:
    """Give what is said and what is read; a line without an arrow stays as it is."""
    found = [line.partition(" => ") for line in lines.splitlines()]
    return [(said, read or said) for said, _, read in found]


@pytest.mark.parametrize(("said", "read"), cases(ENGLISH))
def test_english_sentences_read_well(said: str, read: str) -> None:
    words = said.split()
    for first, last, text in reversed(numbers_en.figures(words)):
        words[first : last + 1] = [text]

    assert " ".join(words) == read


@pytest.mark.parametrize(("said", "read"), cases(CHINESE))
def test_chinese_sentences_read_well(said: str, read: str) -> None:
    words = [said[start:end] for start, end in script.split(said)]
    for first, last, text in reversed(numbers_zh.figures(words)):
        words[first : last + 1] = [text]

    assert script.join(words) == read
