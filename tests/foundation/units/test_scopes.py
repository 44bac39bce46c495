"""Which units a scope is, for whom, and what it is called."""

import pytest

from assessment.errors import Unknown
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.store.database import Store
from assessment.units import scopes
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI, QINGXI_ONLY, READER, YUNLU


def test_a_scope_is_the_units_in_it_that_the_asker_sees(province: Store) -> None:
    def listed(actor: scopes.Actor, scope: str) -> list[str]:
        return list(scopes.described(province, actor, scope)["unit"])

    assert listed(READER, scopes.PROVINCE) == [BAISHI, QINGXI, YUNLU]
    assert listed(READER, f"prefecture:{NORTH}") == [BAISHI, QINGXI]
    assert listed(READER, "peer_group:county") == [BAISHI, QINGXI, YUNLU]
    assert listed(QINGXI_ONLY, f"prefecture:{NORTH}") == [QINGXI]


@pytest.mark.parametrize(
    "scope", ["prefecture:430900", "peer_group:moon", "name:北州", "prefecture", ""]
)
def test_a_scope_that_names_nothing_is_said_to_be_unknown(province: Store, scope: str) -> None:
    with pytest.raises(Unknown):
        scopes.described(province, READER, scope)


@pytest.mark.parametrize(
    ("scope", "zh", "en"),
    [
        (scopes.PROVINCE, "全省", "Province"),
        (f"prefecture:{NORTH}", "北州", "North"),
        ("peer_group:county", "县", "Counties"),
    ],
)
def test_a_scope_is_called_what_people_call_it(
    province: Store, framework: Framework, scope: str, zh: str, en: str
) -> None:
    said = {
        lang: scopes.title(province, framework, READER, scope, Messages(lang))
        for lang in ("zh", "en")
    }
    assert said == {"zh": zh, "en": en}


def test_a_group_the_framework_no_longer_names_goes_by_its_code(
    province: Store, framework: Framework
) -> None:
    without = framework.model_copy(update={"peer_groups": ()})
    assert scopes.title(province, without, READER, "peer_group:county", Messages("zh")) == "county"
