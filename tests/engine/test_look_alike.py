"""Domains that imitate an ombudsman's or ours, and the many that only resemble them."""

from __future__ import annotations

import pytest

from linkbot.engine.sender.look_alike import look_alike
from tests.engine.genuine_mail import OMBUDSMEN, OURS


def of(domain: str) -> str | None:
    found = look_alike(domain, ombudsmen=OMBUDSMEN, organisation=OURS)
    return found.of if found else None


@pytest.mark.parametrize(
    "domain",
    [
        "lgo-org.uk",
        "lgo.org.uk.example",
        "lgo-org-uk.example",
        "casework.lgo.org.uk.evil.example",
        "1go.org.uk",
        "Igo.org.uk",
        "lg0.org.uk",
        "lgo.0rg.uk",
        "lqo.org.uk",
        "lgoo.org.uk",
        "lgo.org",
        "lgo.co.uk",
        "l-go.org.uk",
        "lgsco.org.uk",
        "lgsco-casework.example",
        "localgovernmentombudsman.org",
        "lgo-ombudsman.example",
        "xn--go-tyc.org.uk",
        "xn--lg-gmc.org.uk",
        "lgо.org.uk",
    ],
)
def test_it_imitates_lgsco(domain: str) -> None:
    assert of(domain) == "lgo.org.uk"


@pytest.mark.parametrize(
    "domain",
    [
        "housing-ombudsman.co",
        "housingombudsman.org.uk",
        "housing-ombudsman.org",
        "housing-ornbudsman.org.uk",
        "housing-ombudsmann.org.uk",
        "housing-ombudsman-portal.example",
        "housing.ombudsman.org.uk.example",
        "housing-ombudsman.org.uk.login.example",
        "housing--ombudsman.org.uk",
        "hоusing-ombudsman.org.uk",
    ],
)
def test_it_imitates_the_housing_ombudsman(domain: str) -> None:
    assert of(domain) in {"housing-ombudsman.org.uk"}


@pytest.mark.parametrize(
    "domain",
    [
        "anytown.gov.uk.example",
        "anytown-gov.uk",
        "anytovvn.gov.uk",
        "anytwon.gov.uk",
        "anytown-council.org",
        "anytown.org.uk",
    ],
)
def test_it_imitates_us(domain: str) -> None:
    assert of(domain) == "anytown.gov.uk"


@pytest.mark.parametrize(
    "domain",
    [
        "lgo.org.uk",
        "coin.lgo.org.uk",
        "housing-ombudsman.org.uk",
        "mail.housing-ombudsman.org.uk",
        "anytown.gov.uk",
        "mail.anytown.gov.uk",
        "ombudsman.org.uk",
        "financial-ombudsman.org.uk",
        "legalombudsman.org.uk",
        "lga.org.uk",
        "lgiu.org",
        "local.gov.uk",
        "housing.org.uk",
        "algo.org.uk",
        "logo.example",
        "lgo.mailhouse.example",
        "gmail.com",
        "anytown.sch.uk",
        "anytown.nhs.uk",
        "anytowntimes.co.uk",
        "newtown.gov.uk",
        "anystown.example",
        "ombudsman.example",
        "homegoodsombudsman.example",
        "propertyombudsman.example",
    ],
)
def test_it_imitates_nobody(domain: str) -> None:
    assert of(domain) is None
