"""Compiles the step of the model once before the tests, so that all of them share it."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """In the process that hands out the tests; where there is no compiler numpy does them all."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    from sim.command.defaults import defaults
    from sim.command.session import Session
    from sim.run.block import compiled_for
    from sim.run.compiled import PAYS

    prepared = Session().prepare(defaults())
    compiled_for(prepared.request.run, prepared.settings, PAYS)
