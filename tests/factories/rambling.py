"""Five minutes of talk that lead nowhere, as people talk: with reasons and past tense here and there, and no plan."""

from __future__ import annotations

RAMBLE = """
Well, that is an interesting question, let me think about it. You know, I have been in this business for quite a
while. My first office was above a bakery, so it always smelled nice. People there were friendly, most of them anyway.
I like working with people. Some days are busy and some days are slow. We had a lot of meetings, and some of them were
long. I never liked the meetings on Monday, because everybody was tired. Then there was the coffee machine, which
broke all the time. My colleague Tom fixed it once with a paper clip. He is a funny guy, he plays the trumpet in a
band. I went to one of the concerts, but I left early. Anyway, about projects, there are always many projects. It
depends on the boss. My boss at that time was a woman from Leeds, and she was strict, but fair I guess. I think people
liked her. We moved to another building in spring. The new building has a garden, so we ate outside. It rained often
that year. I bought a bicycle, and then it was stolen. The police did nothing, which was annoying. So I took the bus
again. Where was I? Right, the customers. Customers are all different, you know, some are nice and some are not. I
remember a man who called every week. He only wanted to chat. I do not mind that, really. My brother works in support
too, and he says the same. They have better chairs there. Software is a strange thing. Sometimes it works and
sometimes it does not. I studied history, because my father wanted me to. I could have been a teacher. Teaching is
hard, though. My wife teaches, and she comes home late. So yeah, teamwork is important. Everybody says that. We went
bowling with the team last summer. I was not very good at it. Afterwards we had pizza. Communication matters a lot, I
would say. Emails can be misunderstood. I once wrote an email to the wrong person. That was embarrassing, but nobody
died. You learn something every day. I usually read in the evening. Right now I am reading a book about whales. They
are huge. Time management is something else. I make lists, and then I lose them. My phone is full of lists. Maybe I
should use an app. There are so many apps. The weather app is always wrong. Yeah, I think that covers it more or less.
If you have a question, just ask.
"""

RAMBLE_ZH = """
嗯，这个问题挺有意思的，我想想啊。其实我做这一行也挺久了。第一家公司楼下有个面包店，所以每天都很香。同事们人都挺好的，大部分吧。
我还是比较喜欢跟人打交道。有的时候忙，有的时候也不忙。我们那会儿会特别多，有的会开得很长。周一的会我最不喜欢，因为大家都没睡醒。
然后就是那个咖啡机，老是坏。我同事小陈用回形针修好过一次。他这个人挺逗的，还会吹小号。我去听过一次，不过提前走了。反正项目嘛，
一直都有很多项目。这个要看领导。当时的领导是个女的，比较严格，但是人还可以吧。后来我们搬到了新的楼。新楼有个花园，中午可以在外面吃饭。
那年雨水特别多。我买了一辆自行车，然后被偷了。报警也没什么用，挺烦的。所以又开始坐公交。我说到哪儿了。对，客户。客户什么样的都有，
有的好说话，有的不好说话。我记得有个大爷每个星期都打电话来。他其实就是想聊聊天。这个我倒不介意。我弟弟也做客服，他也这么说。
他们那边的椅子比较舒服。软件这个东西挺奇怪的，有时候好用，有时候不好用。我大学学的是历史，因为我爸让我学的。要不然我可能去当老师了。
老师也不容易。我爱人就是老师，每天回来都很晚。团队合作还是很重要的。大家都这么说。去年夏天我们去打过保龄球。我打得不太好。
打完就去吃了披萨。沟通也很重要吧。邮件有时候容易误会。我有一次把邮件发错人了。挺尴尬的，不过也没出什么事。反正每天都能学到点东西。
晚上我一般看看书。最近在看一本讲鲸鱼的书。鲸鱼真的特别大。时间管理也是一个方面。我会列清单，然后就找不到了。手机里全是清单。
也许应该用个软件。软件也太多了。天气软件从来都不准。嗯，差不多就是这些吧。还有什么问题您可以再问。
"""
