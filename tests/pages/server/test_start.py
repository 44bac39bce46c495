"""What the server looks at before it lets anybody in."""

import anyio
import pytest

from app import app
from assessment.i18n import LANGUAGES, Messages
from pages.server import oidc_client, server
from tests.pages.server.conftest import Office


async def start() -> None:
    async with server.lifespan(app):
        pass


@pytest.mark.parametrize("secret", ["secret", "changeme-changeme-changeme"])
def test_with_a_secret_anybody_knows_it_does_not_start_before_real_data(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], secret: str
) -> None:
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(office.database))
    monkeypatch.setenv(oidc_client.ISSUER, "http://localhost:9")
    monkeypatch.setenv(oidc_client.CLIENT, "x")
    monkeypatch.setenv(oidc_client.SECRET, secret)
    with pytest.raises(SystemExit) as ended:
        anyio.run(start)
    assert ended.value.code == 1
    written = capsys.readouterr().err
    assert written.splitlines() == [
        Messages(lang)("sign_in.weak_secret", name=oidc_client.SECRET) for lang in LANGUAGES
    ]
