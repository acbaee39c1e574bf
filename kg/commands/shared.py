"""What several commands have in common: options, the default graph, and how they speak."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from kg.config import find_config
from kg.errors import UsageError
from kg.outputs import GRAPH
from kg.remote import is_address

FAULT = 1
"""The exit code where the work found a fault."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def given_path(value: str | Path) -> Path:
    """A path that says something: an unset variable of a shell would else mean everything in this folder."""
    if not str(value):
        raise UsageError("An empty path names nothing; give a file or a folder, or . for this one.")
    return Path(value)


EXISTING_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

graph_argument = click.argument("graph", required=False, type=given_path)
lang_option = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of labels."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing but data and errors.")


def complain(sentence: str) -> None:
    """Name a fault on stderr, in one sentence."""
    narrate(False, f"Error: {sentence}")


def warn(sentence: str) -> None:
    """Tell on stderr of what is no fault of the work but wants to be looked at."""
    narrate(False, f"Warning: {sentence}")


def narrate(quiet: bool, text: str) -> None:
    """Tell on stderr what is going on, unless quiet is asked for.

    Names of files come from outside: control characters in them are escaped, or a terminal would obey them.
    """
    if not quiet:
        click.echo(_CONTROLS.sub(lambda found: ascii(found[0])[1:-1], text), err=True)


def graph_file(given: Path | None) -> Path:
    """The graph that a command reads: the one given, or the one that the last build left."""
    output = find_config().output
    if given is None and is_address(output):
        raise UsageError(
            f"The graph lies in parts at {output}; load them into a store, or give the path of a graph."
        )
    path = given or Path(output)
    path = path / GRAPH if given is None or os.path.isdir(path) else path  # noqa: PTH112
    if not os.path.exists(path):  # noqa: PTH110  Path.exists raises where the name is too long for a file
        raise UsageError(f"There is no {path}; run `kg build` first, or give the path of a graph.")
    return path


def counted(number: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
