from __future__ import annotations

import pytest

from gateway.language.identify import differs, language_of

ENGLISH = "We asked ten customers what they need most, and then we built it for them and measured what happened."
CHINESE = "我们先问了十位客户最需要什么，然后做出来给他们试用，最后衡量了结果，发现转化率有了明显的提升。"
MIXED = "我用 Python 和 FastAPI 写了后端，再用 Docker 部署到 Kubernetes，数据库是 PostgreSQL，缓存用 Redis，效果不错。"
TERMS = "Python, Django, PostgreSQL, Redis, Kafka, Kubernetes, Docker, Terraform, Ansible, Grafana, Prometheus, Linux, "


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_a_text_in_sentences_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Shouguan", "收官", MIXED, TERMS * 2])
def test_what_is_short_mixed_or_a_list_of_terms_is_not_told(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "zh-CN"), (ENGLISH, "zh"), (CHINESE, "en"), (CHINESE, "en-GB")]
)
def test_the_other_language_differs(text: str, language: str) -> None:
    assert differs(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (CHINESE, "zh-CN"),
        (MIXED, "zh"),
        (MIXED, "en"),
        (TERMS, "zh"),
        (CHINESE, "ja"),
        (ENGLISH, "fr"),
    ],
)
def test_the_same_language_and_languages_that_are_not_known_do_not_differ(text: str, language: str) -> None:
    assert not differs(text, language)
