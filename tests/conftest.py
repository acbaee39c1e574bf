"""Fixtures that several test files share."""

from __future__ import annotations

import pytest

from kg.model import Tagger
from kg.taggers import load_tagger


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """The builtin tagger, loaded once a session."""
    return load_tagger("builtin")
