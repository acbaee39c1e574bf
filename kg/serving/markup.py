"""HTML in which text is only ever text: whatever an article says, none of it becomes markup."""

from __future__ import annotations

import html
from dataclasses import dataclass

_VOID = {"meta", "link", "input", "br"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element of HTML with its attributes and what is inside."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]


Node = str | Element


def element(tag: str, *children: Node | None, **attributes: str | None) -> Element:
    """An element; children and attributes that are None are left out, and `class_` stands for `class`."""
    said = tuple((name.rstrip("_"), value) for name, value in attributes.items() if value is not None)
    return Element(tag, said, tuple(child for child in children if child is not None))


def render(node: Node) -> str:
    """A node as HTML, its texts and the values of its attributes escaped."""
    if isinstance(node, str):
        return html.escape(node, quote=False)
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in node.attributes)
    if node.tag in _VOID:
        return f"<{node.tag}{attributes}>"
    inside = "".join(map(render, node.children))
    return f"<{node.tag}{attributes}>{inside}</{node.tag}>"


def render_page(root: Element) -> str:
    """A whole document."""
    return f"<!doctype html>\n{render(root)}\n"
