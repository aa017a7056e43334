"""Chooses the language that a person reads."""

from __future__ import annotations

from gateway.domain.text import Locale

DEFAULT: Locale = "zh-CN"
NAMES: dict[str, Locale] = {"zh": "zh-CN", "en": "en"}


def choose_locale(accept_language: str, wish: str = "") -> Locale:
    """Give the first of our languages that `wish` names, or that an `Accept-Language` header prefers."""
    tags = [wish, *(tag for _, tag in sorted(map(_weighted, enumerate(accept_language.split(",")))))]
    for tag in tags:
        name = NAMES.get(tag.strip().split("-", 1)[0].lower())
        if name is not None:
            return name
    return DEFAULT


def _weighted(item: tuple[int, str]) -> tuple[tuple[float, int], str]:
    """Give what sorts the most wanted language first, and the language."""
    place, text = item
    tag, _, parameter = text.partition(";")
    name, _, value = parameter.strip().partition("=")
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return (-weight, place), tag
