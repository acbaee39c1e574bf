"""Run the cells of docs/tour.ipynb and put their outputs below them.

    python tools/refresh_tour.py

The cells are plain Python, so that they need no kernel to run; tests/test_tour.py runs them too.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

TOUR = Path(__file__).parent.parent / "docs" / "tour.ipynb"
LONGEST = 20_000
"""Characters of HTML that the notebook keeps: tables, not whole pages."""


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells of a notebook that hold code, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run_cells(notebook: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Run the code cells one after another; the outputs of each, as a notebook has them."""
    names: dict[str, Any] = {"__name__": "__main__"}
    return [_run("".join(cell["source"]), names, n) for n, cell in enumerate(code_cells(notebook), 1)]


def _run(code: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    body = ast.parse(code).body
    shown = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), f"cell {number}", "exec"), names)
        value = eval(compile(ast.Expression(shown.value), f"cell {number}", "eval"), names) if shown else None
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"output_type": "stream", "name": "stdout", "text": _lines(printed.getvalue())})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        page = value._repr_html_() if hasattr(value, "_repr_html_") else ""
        if 0 < len(page) <= LONGEST:
            data["text/html"] = _lines(page)
        outputs.append(
            {"output_type": "execute_result", "execution_count": number, "data": data, "metadata": {}}
        )
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main() -> None:
    """Refresh the notebook."""
    notebook = json.loads(TOUR.read_text(encoding="utf-8"))
    os.chdir(TOUR.parent)
    outputs = run_cells(notebook)
    for number, (cell, found) in enumerate(zip(code_cells(notebook), outputs, strict=True), 1):
        cell["outputs"], cell["execution_count"] = found, number
    TOUR.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
