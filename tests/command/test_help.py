"""The help answers at once and names every setting and command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sim.command.defaults import GROUPS, defaults
from sim.command.help import COMMANDS, NOT_YET, TEXT

CHECKOUT = Path(__file__).resolve().parents[2]


def python(code: str, shown: str) -> str:
    """What a new process prints for `shown` after running `code`."""
    words = [sys.executable, "-c", f"{code}; print({shown})"]
    return subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout


def test_help_imports_neither_hydra_nor_numpy() -> None:
    code = "import sys; from sim.__main__ import main; main(['--help'])"
    assert python(code, "{'hydra', 'numpy'} & set(sys.modules)").endswith("set()\n")


def test_every_setting_and_command_is_named() -> None:
    for key, value in defaults().items():
        parts = isinstance(value, dict) and value and key not in GROUPS
        keys = [f"{key}.{part}=" for part in value] if parts else [f"{key}"]
        for one in keys:
            assert one in TEXT
    for command in COMMANDS:
        assert f"python -m sim {command}" in TEXT
    for command in NOT_YET:
        assert f"sim {command}" not in TEXT


def test_importing_the_package_imports_nothing_heavy() -> None:
    shown = "callable(sim.run), {'hydra', 'numpy', 'pandas'} & set(sys.modules)"
    assert python("import sys, sim", shown) == "True set()\n"
