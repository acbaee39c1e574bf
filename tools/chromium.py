"""The browser of the machine and how it is started: without a window, and asking nothing of the network."""

from __future__ import annotations

import shutil

CHROMIUM = shutil.which("chromium")
"""Where it is, or None."""

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
