"""The identity provider, where one is configured: what it is, and asking it by OpenID Connect.

Configured by the environment, and only when all three are set: `SIX_STRENGTHS_OIDC_ISSUER`,
`SIX_STRENGTHS_OIDC_CLIENT_ID`, `SIX_STRENGTHS_OIDC_CLIENT_SECRET`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

import requests
import streamlit as st
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.sync_app import BaseApp, OAuth2Mixin
from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError

from assessment.errors import AssessmentError
from assessment.i18n import Messages

ISSUER = "SIX_STRENGTHS_OIDC_ISSUER"
CLIENT = "SIX_STRENGTHS_OIDC_CLIENT_ID"
SECRET = "SIX_STRENGTHS_OIDC_CLIENT_SECRET"  # noqa: S105  the variable's name
NEEDED = (ISSUER, CLIENT, SECRET)

LABEL = "SIX_STRENGTHS_OIDC_LABEL"
"""What the button says; our own words where it is not set."""

PATIENCE = 10
"""Seconds the provider may take to answer us."""

SHORTEST_SECRET = 16
KNOWN_SECRETS = ("secret", "changeme", "change-me", "password", "default", "123456", "example")
"""What a secret that was copied from somewhere begins with."""

FAILURES = (AuthlibBaseError, JoseError, requests.RequestException, RuntimeError, ValueError)
"""What Authlib raises where a provider does not answer, or not as it should."""


class ProviderFailed(AssessmentError):
    """The provider did not say who it is, or said so in a way we cannot trust."""

    key = "sign_in.provider_failed"

    def __init__(self, *, detail: str) -> None:
        super().__init__(detail=detail[:200])


class WeakSecret(AssessmentError):
    """A secret that anybody could guess, in a database whose data are real."""

    key = "sign_in.weak_secret"

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)


class Incomplete(AssessmentError):
    """Some of what a provider needs is set, and some is not."""

    key = "sign_in.oidc_incomplete"

    def __init__(self, *, missing: str) -> None:
        super().__init__(missing=missing)


class _Provider(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]  # Authlib has no types
    """Authlib's client, without a web framework's session to keep things in."""

    client_cls = OAuth2Session


@dataclass(frozen=True, slots=True)
class Question:
    """Where to send somebody, and what to compare the answer with."""

    url: str
    state: str
    nonce: str
    verifier: str


def is_on() -> bool:
    return all(os.environ.get(name) for name in NEEDED)


def offered(t: Messages) -> str:
    """What the button says; empty where there is no provider."""
    return (os.environ.get(LABEL) or t("sign_in.with_provider")) if is_on() else ""


def must_be_sound(*, demonstration: bool) -> None:
    """Raise unless the server's secrets may stand before real data."""
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing and len(missing) < len(NEEDED):
        raise Incomplete(missing=", ".join(missing))
    secrets = {
        SECRET: os.environ.get(SECRET, ""),
        "STREAMLIT_SERVER_COOKIE_SECRET": str(st.get_option("server.cookieSecret") or ""),
    }
    for name, secret in secrets.items():
        if secret and not demonstration and _is_weak(secret):
            raise WeakSecret(name=name)


def _is_weak(secret: str) -> bool:
    """Whether anybody could guess it.

    >>> [_is_weak(s) for s in ("short", "changeme-changeme-changeme", "aaaaaaaaaaaaaaaaaaaa")]
    [True, True, True]
    >>> _is_weak("q8Zr2-vT5_xLp0aWm3")
    False
    """
    known = secret.casefold().startswith(KNOWN_SECRETS)
    return len(secret) < SHORTEST_SECRET or known or len(set(secret)) < 6


def ask(callback: str) -> Question:
    """Begin a sign-in that is to end at `callback`. Raises `ProviderFailed`."""
    try:
        made = _provider().create_authorization_url(callback)
    except FAILURES as error:
        raise ProviderFailed(detail=type(error).__name__) from error
    return Question(made["url"], made["state"], made["nonce"], made["code_verifier"])


def answer(callback: str, code: str, nonce: str, verifier: str) -> Mapping[str, object]:
    """What the provider says of whom it sent back: signed, of now, and for us."""
    provider = _provider()
    try:
        issuer = str(provider.load_server_metadata().get("issuer", ""))
        if issuer.rstrip("/") != os.environ[ISSUER].rstrip("/"):
            raise ProviderFailed(detail="issuer")
        token = provider.fetch_access_token(callback, code=code, code_verifier=verifier)
        claims: Mapping[str, object] | None = provider.parse_id_token(token, nonce)
    except FAILURES as error:
        raise ProviderFailed(detail=type(error).__name__) from error
    if claims is None:
        raise ProviderFailed(detail="id_token")
    return claims


def _provider() -> _Provider:
    issuer = os.environ[ISSUER].rstrip("/")
    return _Provider(
        framework=None,
        client_id=os.environ[CLIENT],
        client_secret=os.environ[SECRET],
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )
