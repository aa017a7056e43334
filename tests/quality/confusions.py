"""Words that recognisers take for one another."""

from __future__ import annotations

SOUND_ALIKE: dict[str, tuple[str, ...]] = {
    "a": ("the", "uh"), "the": ("a", "their"), "their": ("there",), "there": ("their",), "they": ("the", "it"),
    "then": ("than",), "than": ("then",), "to": ("too", "the"), "two": ("to", "too"), "for": ("four", "from"),
    "four": ("for",), "in": ("and", "an"), "and": ("in", "an"), "an": ("and",), "of": ("off", "a"), "it": ("at", "that"),
    "at": ("it", "that"), "is": ("as", "was"), "as": ("is", "has"), "was": ("is", "what's"), "were": ("where", "we're"),
    "where": ("were",), "we": ("he", "they"), "he": ("she", "we"), "she": ("he",), "his": ("is",), "her": ("a",),
    "him": ("them",), "them": ("him",), "had": ("have", "has"), "have": ("had",), "has": ("as",), "i": ("a", "eye"),
    "you": ("who",), "your": ("you're",), "our": ("are",), "are": ("our",), "by": ("buy",), "buy": ("by",),
    "new": ("knew",), "knew": ("new",), "know": ("no",), "no": ("know",), "not": ("that", "now"), "now": ("not",),
    "write": ("right",), "right": ("write",), "week": ("weak",), "weeks": ("week",), "price": ("prize",), "sale": ("sail",),
    "sell": ("cell",), "whole": ("hole",), "hear": ("here",), "here": ("hear",), "meet": ("meat",), "meeting": ("meaning",),
    "team": ("theme",), "said": ("set",), "set": ("said",), "told": ("hold",), "asked": ("ask", "as"), "called": ("call",),
    "call": ("calls", "core"), "users": ("uses",), "test": ("text",), "tests": ("texts",), "plan": ("plane",),
    "one": ("won",), "eight": ("ate",), "would": ("wood",), "which": ("witch",), "wait": ("weight",), "seen": ("scene",),
    "because": ("cause",), "before": ("for",), "with": ("what",), "what": ("with",), "that": ("the",), "this": ("these",),
    "but": ("bed", "and"), "so": ("sow", "say"), "us": ("as",), "my": ("me",), "me": ("my",), "on": ("an", "in"),
    "out": ("our",), "did": ("do",), "do": ("did",), "can": ("can't",), "should": ("could",), "could": ("should",),
    "people": ("purple",), "customer": ("customers",), "data": ("date",), "cost": ("coast",), "needs": ("knees",),
}  # fmt: skip
"""Homophones and near homophones; unstressed words that are often taken for one another."""

SPLIT: dict[str, str] = {
    "everybody": "every body", "everyone": "every one", "somebody": "some body", "someone": "some one", "into": "in to",
    "afterwards": "after words", "beforehand": "before hand", "himself": "him self", "myself": "my self",
    "without": "with out", "another": "an other", "weekend": "week end", "overnight": "over night", "already": "all ready",
    "engineers": "engine ears", "database": "data base", "warehouse": "where house", "supervisor": "super visor",
    "deadline": "dead line", "prototype": "proto type", "feedback": "feed back", "invoice": "in voice",
    "software": "soft wear", "maybe": "may be", "anything": "any thing", "nothing": "no thing", "upset": "up set",
}  # fmt: skip

DROPPED = frozenset({"a", "an", "the", "to", "of", "and", "in", "it", "is", "was", "that", "i", "we", "on", "at", "so"})
"""Words that are hardly spoken."""

INSERTED = ("the", "a", "and", "uh", "it", "to", "that", "so")

CHARACTERS: dict[str, tuple[str, ...]] = {
    "的": ("得", "地"), "得": ("的",), "在": ("再",), "再": ("在",), "他": ("她", "它"), "她": ("他",), "是": ("事", "式"),
    "事": ("是",), "时": ("实",), "做": ("作",), "作": ("做",), "那": ("哪",), "和": ("合",), "以": ("已",), "已": ("以",),
    "有": ("又",), "又": ("有",), "客": ("可",), "会": ("回",), "回": ("会",), "问": ("文",), "到": ("道",), "道": ("到",),
    "后": ("候",), "数": ("书",), "据": ("句",), "题": ("提",), "提": ("题",), "现": ("线",), "线": ("现",), "进": ("近",),
    "先": ("鲜",), "想": ("像",), "像": ("想",), "员": ("原",), "原": ("员",), "因": ("音",), "意": ("一",), "一": ("意",),
}  # fmt: skip
"""Characters that sound alike."""
