"""A small competency template as YAML, good to be broken by tests."""

from __future__ import annotations

TEMPLATE = """\
id: porter
version: "1"
title: {zh: 门卫, en: Porter}
culture: calm
questions:
  - id: visitors
    text: {zh: 有访客硬要进来，您怎么办？, en: "A visitor insists on coming in. What do you do?"}
dimensions:
  - id: calm
    name: {zh: 沉着, en: Calm}
    weight: 1
    questions: [visitors]
    keywords: {zh: [登记, 核实], en: [register, check]}
    anchors:
      - {zh: 发火。, en: Shouts.}
      - {zh: 不理。, en: Ignores.}
      - {zh: 拦住。, en: Stops them.}
      - {zh: 核实。, en: Checks.}
      - {zh: 化解。, en: Settles it.}
    indicators:
      - id: asks
        kind: positive
        points: 20
        label: {zh: 先问清来意, en: Asks what they want}
        exemplars:
          zh: [我先问他找哪一位。]
          en: [I ask them whom they want to see.]
        advice: {zh: 先问清楚。, en: Ask first.}
      - id: registers
        kind: expected
        points: 12
        label: {zh: 登记, en: Registers}
        exemplars:
          zh: [我请他先登记再进门。]
          en: [I have them sign the book before they come in.]
        advice: {zh: 记得登记。, en: Remember the book.}
"""


def changed(*changes: tuple[str, str]) -> bytes:
    """Give the template with texts replaced, each of which stands in it once."""
    text = TEMPLATE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()
