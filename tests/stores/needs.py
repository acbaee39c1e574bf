"""What a machine may lack: a program, a package, a download."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

REQUIRED = "KG_REQUIRE_ALL"
"""The environment variable that `.ci/run` sets so that what is absent fails the tests, which else skip."""


def absent(what: str, get: str, *, collecting: bool = False) -> NoReturn:
    """Skip the test (or module) that needs `what`, naming the way to get it, or fail it in CI."""
    reason = f"{what} is absent: {get}"
    if os.environ.get(REQUIRED):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=collecting)
