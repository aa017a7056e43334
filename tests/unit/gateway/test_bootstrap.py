"""What the wiring hands on."""

from __future__ import annotations

import re

from gateway.bootstrap import model_cards
from inference import catalogue


def test_reports_are_given_the_card_of_every_model_of_the_catalogue() -> None:
    cards = model_cards()

    assert set(cards) == {model.name for model in catalogue.installed()}
    for model in catalogue.installed():
        card = cards[model.name]
        assert card.licence == model.licence
        assert re.search("[一-鿿].*。$", card.does.zh)
        assert re.fullmatch(r"[A-Z][^一-鿿]*\.", card.does.en)
        assert len(card.does.en) < 200
