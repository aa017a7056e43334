"""English words and their inflected forms."""

from __future__ import annotations

import pytest

from gateway.language.inflection import base

SAME = """
test tests tested testing
plan plans planned planning
price prices priced pricing
manage manages managed managing
prioritise prioritised prioritizing prioritizes
organise organized
analyse analysed analyzing
apply applies applied applying
try tries tried trying
tie ties tied
use uses used using
sell sells selling sold
add adds added adding
control controls controlled controlling
cancel cancelled canceled cancelling
agree agrees agreed agreeing
create created creating
handle handled handling
discuss discusses discussed discussing
process processes processed
build built builds building
lead led leading
write wrote written writing
labour labor
behaviour behaviors
child children child's
customer customers customer's customers'
policy policies
cost costs costing
focus focused focusing
listen listened listening
"""


@pytest.mark.parametrize("forms", SAME.strip().splitlines())
def test_inflected_forms_share_a_key(forms: str) -> None:
    assert len({base(form) for form in forms.split()}) == 1, {form: base(form) for form in forms.split()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plan", "planet"),
        ("cost", "costume"),
        ("test", "protest"),
        ("test", "testimonial"),
        ("manage", "manager"),
        ("user", "use"),
        ("report", "reporter"),
        ("fact", "factory"),
        ("rule", "ruler"),
        ("risk", "risky"),
        ("need", "needle"),
        ("new", "news"),
        ("sing", "sting"),
        ("part", "party"),
        ("compete", "competent"),
        ("hour", "hor"),
    ],
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert base(one) != base(other)


@pytest.mark.parametrize("word", ["SQL", "C++", "12.5%", "über", "客户", "us", "", "'s"])
def test_what_has_no_english_ending_stays(word: str) -> None:
    assert base(word) == word.lower().removesuffix("'s")
