"""What a release says of itself in several files is the same in all; the lock holds what is asked for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

import sim

TOP = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_one_version_and_one_licence() -> None:
    cited = yaml.safe_load((TOP / "CITATION.cff").read_text(encoding="utf-8"))
    changes = re.findall(r"^## (\S+)$", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited["version"] == changes[0] == sim.__version__
    assert cited["license"] == PROJECT["license"] == "EUPL-1.2"
    licence = (TOP / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in licence


def test_the_lock_pins_what_is_asked_for() -> None:
    lock = (TOP / "requirements" / "dev.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))
    asked = [
        *PROJECT["dependencies"],
        *(one for extra in PROJECT["optional-dependencies"].values() for one in extra),
    ]
    names = {re.split(r"[<>=\[; ]", one)[0].lower().replace("_", "-") for one in asked}
    assert names - {"sim"} <= pinned, "renew it with the command on its first lines"
    assert lock.count("--hash=sha256:") > len(pinned)
