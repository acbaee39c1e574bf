"""The article in an HTML page: its text without menus and adverts, its title and its date."""

from __future__ import annotations

from datetime import date

from kg.errors import InputError


def extract_article(page: str, source: str) -> tuple[str, str | None, str | None]:
    """Text, title and date (ISO 8601) of a page, as trafilatura tells them from what surrounds them.

    Paragraphs are lines of the text, of which the title may be the first. Raises InputError where there is
    no text.
    """
    import trafilatura  # takes a third of a second, which those without pages need not wait for

    found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict) or not found.text or found.text.isspace():
        raise InputError(f"{source} is a page without an article that could be told; save its text as *.txt.")
    return found.text, found.title or None, _day(found.date)


def _day(said: str | None) -> str | None:
    try:
        return date.fromisoformat(said or "").isoformat()
    except ValueError:
        return None
