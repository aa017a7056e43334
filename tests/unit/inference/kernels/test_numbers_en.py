from __future__ import annotations

import time

import pytest

from inference.kernels import numbers_en
from inference.kernels.figure import Figure


def written(line: str) -> str:
    """Give the line with its numbers as `figures` has them."""
    words = line.split()
    for first, last, text in reversed(numbers_en.figures(words)):
        words[first : last + 1] = [text]
    return " ".join(words)


FIGURES = {
    "share": [
        ("about ten percent more people", "about 10% more people"),
        ("from sixty to eighty per cent.", "from 60 to 80%."),
        ("only three percent of the users", "only 3% of the users"),
        ("ninety nine point nine percent uptime", "99.9% uptime"),
        ("cut costs by two and a half percent", "cut costs by 2.5%"),
        ("zero point five percent", "0.5%"),
        ("a hundred percent sure", "100% sure"),
        ("a hundred and ten percent", "110%"),
        ("a ten-percent increase", "a 10% increase"),
        ("five percentage points", "5 percentage points"),
    ],
    "money": [
        ("five dollars", "$5"),
        ("we raised two point five million dollars.", "we raised $2.5 million."),
        ("a budget of one hundred and twenty thousand dollars", "a budget of $120,000"),
        ("forty thousand euros each", "€40,000 each"),
        ("a five hundred dollar budget", "a $500 budget"),
        ("a five-hundred-dollar budget,", "a $500 budget,"),
        ("a two-million-dollar deal", "a $2-million deal"),
        ("a million dollars", "$1 million"),
        ("two and a half dollars", "$2.50"),
        ("between ten and fifteen dollars", "between 10 and 15 dollars"),
        ("ten thousand dollars' worth", "10,000 dollars' worth"),
        ("twenty US dollars", "20 US dollars"),
    ],
    "count": [
        ("I interviewed ten customers", "I interviewed 10 customers"),
        ("Twenty people came.", "20 people came."),
        ("a team of twenty-five people", "a team of 25 people"),
        ("three hundred and fifty users", "350 users"),
        ("three hundred fifty users", "350 users"),
        ("a hundred and fifty orders", "150 orders"),
        ("one thousand two hundred people", "1,200 people"),
        ("twelve hundred stores", "1,200 stores"),
        ("two hundred and fifty thousand", "250,000"),
        ("seven hundred and forty seven thousand two hundred and twelve", "747,212"),
        ("three million users", "3 million users"),
        ("one million two hundred thousand views", "1,200,000 views"),
        ("a ten-year plan", "a 10-year plan"),
        ("a twenty-one-year-old", "a 21-year-old"),
        ("the first ten users", "the first 10 users"),
        ("our score went from three point two to four point eight", "our score went from 3.2 to 4.8"),
        ("ten point two five seconds", "10.25 seconds"),
        ("Web two point oh", "Web 2.0"),
        ("ten and a half years", "10.5 years"),
        ("five five five one two one two", "5551212"),
        ("six five oh five five five", "650555"),
    ],
    "range": [
        ("five to ten people", "5 to 10 people"),
        ("between five and ten days", "between 5 and 10 days"),
        ("nine out of ten customers", "9 out of 10 customers"),
        ("on a scale of one to ten", "on a scale of 1 to 10"),
        ("from zero to one hundred", "from 0 to 100"),
        ("between one hundred and fifty and two hundred", "between 150 and 200"),
        ("between three hundred and four hundred calls", "between 300 and 400 calls"),
        ("from two thousand to twelve thousand", "from 2,000 to 12,000"),
        ("from ten to one thousand users", "from 10 to 1,000 users"),
        ("ten to fifteen thousand hours", "10 to 15 thousand hours"),
        ("two to three million dollars", "2 to 3 million dollars"),
        ("from one point five seconds to two hundred milliseconds", "from 1.5 seconds to 200 milliseconds"),
    ],
    "date": [
        ("in twenty twenty four we launched", "in 2024 we launched"),
        ("in nineteen ninety eight.", "in 1998."),
        ("In nineteen-ninety-eight I was born", "In 1998 I was born"),
        ("since two thousand and eight", "since 2008"),
        ("in twenty oh eight", "in 2008"),
        ("from twenty ten to twenty twelve we grew", "from 2010 to 2012 we grew"),
        ("between twenty twenty and twenty twenty three", "between 2020 and 2023"),
        ("in the first quarter of twenty twenty three, we", "in the first quarter of 2023, we"),
        ("in twenty twenty three, eleven clients left", "in 2023, 11 clients left"),
        ("our twenty twenty four budget", "our 2024 budget"),
        ("two thousand and fifty users", "2,050 users"),
        ("the twenty first of May", "the 21st of May"),
        ("on May twenty first, nineteen ninety eight", "on May 21st, 1998"),
        ("the twenty second of June", "the 22nd of June"),
        ("the twenty-first century", "the 21st century"),
        ("our tenth release", "our 10th release"),
        ("our one hundred and twelfth store", "our 112th store"),
    ],
    "punctuation": [
        ('"ten percent," (twenty)', '"10%," (20)'),
        ("ninety nine, or (five dollars).", "99, or ($5)."),
        ("Ten Thousand Dollars and FIVE PERCENT", "$10,000 and 5%"),
    ],
}

WORDS = {
    "small": [
        "in four months",
        "with five users",
        "three people and two of us",
        "I have zero doubt",
        "the ninth release",
    ],
    "one": ["no one complained", "one of the best", "one another", "which one", "number one", "one on one"],
    "manner of speaking": [
        "a hundred times better",
        "a thousand reasons",
        "a million things",
        "I felt like a million dollars",
        "the million dollar question",
        "twenty four seven support",
        "a fifty fifty split",
        "a fifty-fifty split",
        "a catch twenty two",
        "at the eleventh hour",
        "nine times out of ten",
        "nine to five",
        "Second of all, the second round",
        "a few hundred and several thousand",
        "hundreds of people, thousands of calls",
        "several hundred and fifty",
        "hundred percent",
    ],
    "part of something": [
        "two thirds of the users",
        "one tenth of the price",
        "a tenth of it",
        "half a million dollars",
        "a quarter of a million dollars",
        "in the nineties and the nineteen eighties",
        "thirty odd people, thirty-something",
        "a tenfold, ten-fold",
        "mid-nineteen ninety",
    ],
    "two readings": [
        "two or three hundred people",
        "between one and two hundred",
        "between one hundred and fifty people",
        "five thousand and two hundred",
        "ten and twenty thousand",
        "three thousand five",
        "one million five",
        "two thousand, three hundred and five users",
        "ten, twenty, and thirty",
        "nineteen, ninety eight",
        "a twenty second call",
        "my twenty-second pitch",
        "twenty one-year-olds",
        "two hundred-page documents",
        "at one point five people left",
        "at one point five percent of them left",
        "at this point three of us were left",
        "one two three go",
        "one two three four five, go",
        "ten twenty thirty",
        "room one oh one",
        "at five thirty",
        "twenty twenty people came",
        "a team of twenty thirty people",
        "in twenty thirty minutes",
        "in twenty twenty minute blocks",
        "in two thousand eight stores",
        "two thousand eight was hard",
        "ninety s.",
    ],
    "digits already": [
        "10 percent",
        "350 users in 2024",
        "2 hundred",
        "1 thousand five hundred",
        "80 twenty",
        "$19.99",
    ],
}


@pytest.mark.parametrize(("said", "read"), [case for cases in FIGURES.values() for case in cases])
def test_a_figure_is_written_in_digits(said: str, read: str) -> None:
    assert written(said) == read


@pytest.mark.parametrize("said", [said for cases in WORDS.values() for said in cases])
def test_what_is_no_figure_or_may_mean_another_stays(said: str) -> None:
    assert written(said) == said


@pytest.mark.parametrize("read", [read for cases in FIGURES.values() for _, read in cases])
def test_what_is_written_in_digits_stays_so(read: str) -> None:
    assert written(read) == read


def test_a_figure_says_which_words_it_stands_for() -> None:
    words = ["We", "raised", "two", "point", "five", "million", "dollars,", "or", "ten", "percent."]

    assert numbers_en.figures(words) == [Figure(2, 4, "$2.5"), Figure(5, 6, "million,"), Figure(8, 9, "10%.")]


def test_twenty_minutes_of_speech_take_next_to_no_time() -> None:
    words = " ".join(said for cases in FIGURES.values() for said, _ in cases).split()
    words = (words * 20)[:3_000]

    begun = time.perf_counter()
    numbers_en.figures(words)

    assert time.perf_counter() - begun < 0.5
