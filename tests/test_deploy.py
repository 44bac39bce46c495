"""What `deploy/` sets agrees with what the application does, and with what the guide says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assessment.office.backups import backup_plan

ROOT = Path(__file__).parents[1]
UNIT = (ROOT / "deploy" / "six-strengths.service").read_text("utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")


def test_the_unit_stops_in_order_and_writes_for_its_owner_alone() -> None:
    settings = dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.MULTILINE))
    assert settings["User"] != "root"
    assert settings["UMask"] == "0077"
    assert settings["KillSignal"] == "SIGTERM"
    assert int(settings["LimitNOFILE"]) >= 65536
    assert f"{backup_plan.FOLDER}=" in UNIT


def test_the_proxy_lets_nobody_say_who_they_are() -> None:
    set_ = dict(re.findall(r"^ +proxy_set_header (\S+) +(\S+);", NGINX, re.MULTILINE))
    assert set_["X-Forwarded-For"] == "$remote_addr"
    assert set_["X-Forwarded-Proto"] == "$scheme"
    for header in ("X-Remote-User", "Forwarded", "X-Real-IP", "X-Forwarded-Host"):
        assert set_[header] == '""'
    # A location with a header of its own would inherit none of these.
    assert NGINX.count("location") == NGINX.count("proxy_pass http")
    assert not re.search(r"location[^}]*(proxy_set_header|add_header)", NGINX)


def test_the_proxy_takes_what_the_application_takes() -> None:
    (size,) = re.findall(r"maxUploadSize = (\d+)", (ROOT / ".streamlit/config.toml").read_text())
    (most,) = re.findall(r"client_max_body_size (\d+)m", NGINX)
    assert int(most) == int(size) + 1


def test_every_line_of_healthz_is_in_the_guide() -> None:
    for name in ("status", "problem", "revision", "backup", "backup_hours", "restore"):
        assert f"| `{name}` |" in GUIDE
    assert "| `restore_hours` |" in GUIDE


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    here = tmp_path / "six-strengths.service"
    here.write_text(UNIT.replace("/opt/six-strengths/.venv/bin/python", "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", here], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
