"""The overview as a leader sees it."""

import pytest

from assessment.i18n import LANGUAGES, Messages
from assessment.scores.profiles.overview import overview
from pages.kit import session
from tests.pages.conftest import Opener


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headline_is_the_service_s(open_page: Opener, lang: str) -> None:
    app = open_page("overview", period="2024", lang=lang)
    assert not app.exception
    t = Messages(lang)
    told = overview(session.data_source(), session.actor(), "2024")
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown[t("overview.mean")] == f"{told.mean:.1f}"
    assert shown[t("overview.ranked")] == f"{told.ranked} / 123"
    assert shown[t("overview.covered")] == "123 / 123"
    assert app.metric[0].delta == f"{told.change:+.1f}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_period_has_no_change_and_says_so(open_page: Opener, lang: str) -> None:
    app = open_page("overview", period="2022", lang=lang)
    t = Messages(lang)
    assert app.metric[0].delta == t("overview.no_last")
    assert t("overview.nothing_to_compare") in [info.value for info in app.info]


def test_who_is_not_covered_is_counted_in_words_with_a_sign(open_page: Opener) -> None:
    app = open_page("overview", period="2022", lang="zh")
    assert app.error[0].value.startswith("✘ ")
    app = open_page("overview", period="2024", lang="zh")
    assert not app.error
    assert app.success[0].value == Messages("zh")("overview.all_covered", units=123)


def test_who_rose_and_fell_most_are_five_each(open_page: Opener) -> None:
    risen, fallen = (table.value for table in open_page("overview", period="2024").dataframe[:2])
    assert len(risen) == len(fallen) == 5
    assert risen["risen_said"].str.startswith("▲").all()
    assert fallen["risen_said"].str.startswith("▼").all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_without_a_total_is_listed(open_page: Opener, lang: str) -> None:
    app = open_page("overview", period="2024", lang=lang)
    told = overview(session.data_source(), session.actor(), "2024")
    listed = app.dataframe[-1].value
    names = told.unranked["name_en" if lang == "en" else "name"]
    assert list(listed["said"]) == list(names)


def test_the_map_takes_a_strength_from_the_link(open_page: Opener) -> None:
    app = open_page("overview", period="2024", strength="service_venues", lang="zh")
    assert not app.exception
    assert any("服务阵地强" in heading.value for heading in app.header)


def test_a_share_reads_the_same_in_a_table_and_in_a_profile(open_page: Opener) -> None:
    """A grid by itself writes 69.56% where the profile says 69.6%, or cuts it to 69.5%."""
    t = Messages("zh")
    app = open_page(lang="zh", period="2024")
    (unknown,) = [each.value for each in app.dataframe if "completeness" in each.value]
    shares = dict(zip(unknown["said"], unknown["completeness"], strict=True))
    profile = open_page("county", lang="zh", unit="430202", period="2024")
    (said,) = [each.value for each in profile.metric if each.label == t("county.completeness")]
    assert f"{shares['荷塘区'] * 100:g}%" == said
