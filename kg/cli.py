"""The command line: the only room that prints. Data goes to stdout, narration and errors to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from kg.commands.build import build
from kg.commands.clean import clean
from kg.commands.evaluate import evaluate
from kg.commands.explain import explain
from kg.commands.export import export
from kg.commands.query import query
from kg.commands.serve import serve
from kg.commands.shared import FAULT, complain
from kg.commands.stats import stats
from kg.commands.validate import validate
from kg.errors import InputError, KGError, LimitError
from kg.version import __version__

USAGE, INTERRUPTED = 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "--version", prog_name="kg", message="%(prog)s %(version)s")
def kg() -> None:
    """Build a knowledge graph from Chinese news, and ask it.

    A folder of articles goes in. An RDF graph comes out in which every fact names the sentence that says so,
    with a page that shows it as a network.

    GRAPH is a Turtle file, or a folder with a graph.ttl in it. Where none is given, a command reads the graph
    of the last `kg build` in the current folder.

    Exit codes: 0 fine; 1 the work found a fault (an unreadable article, a violation); 2 wrong usage.
    """


for command in (build, export, query, serve, validate, clean, explain, evaluate, stats):
    kg.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `kg` and exit; a person who interrupts it gets 130."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Chinese comes out whatever the locale says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    kept: list[object] = []
    code = run(arguments, kept)
    if sys.stderr:
        sys.stderr.flush()
    if kept:
        # Python would take a large graph apart value by value; the kernel frees memory at once. What else
        # Python does at its end has been done: files are closed, processes stopped, streams flushed.
        os._exit(code)
    sys.exit(code)


def run(arguments: Sequence[str] | None = None, kept: list[object] | None = None) -> int:
    """Run `kg` and give its exit code; whatever goes wrong is one sentence on stderr.

    In `kept` a build leaves what it need not take apart, since the process ends with it.
    """
    try:
        code = kg.main(arguments, prog_name="kg", standalone_mode=False, obj=kept)
        if sys.stdout:  # closed by who called, as in `kg stats >&-`
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return USAGE
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "kg"
        complain(f"{error.format_message().rstrip('.')} (see `{command} -h`).")
        return USAGE
    except KGError as error:
        complain(str(error))
        return FAULT if isinstance(error, InputError | LimitError) else USAGE
    except BrokenPipeError:  # the reader of the pipe has had enough
        _drop_output()
        return FAULT
    except OSError as error:
        complain(_describe_refusal(error))
        if error.filename is None:
            _drop_output()
        return FAULT
    except (KeyboardInterrupt, click.Abort):
        complain("Interrupted; what an earlier build left is untouched.")
        return INTERRUPTED
    except Exception as error:
        complain(_describe_defect(error))
        return FAULT
    return code or 0


def _drop_output() -> None:
    """Let what stdout still holds go nowhere, or Python would complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _describe_refusal(error: OSError) -> str:
    """One sentence for what the operating system refused: at a path, or else to take the data we print."""
    reason = (error.strerror or str(error)).lower()
    if error.filename is None:
        return f"The output cannot be written ({reason}); make room, or send it elsewhere."
    return f"{os.fsdecode(error.filename)} cannot be used ({reason}); give another path."


def _describe_defect(error: Exception) -> str:
    """One sentence with what a report of the defect must say: the kind, and the last of our lines it met."""
    package, place = Path(__file__).parent, ""
    traceback = error.__traceback__
    while traceback:
        file = Path(traceback.tb_frame.f_code.co_filename)
        if package in file.parents:
            place = f" at {file.relative_to(package.parent)}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    reason = " ".join(str(error).split())[:200]
    return (
        f"kg {__version__} met a defect of its own ({type(error).__name__}{place}: {reason}); "
        "please report this line with the command and the article."
    )
