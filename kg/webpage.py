"""The article in an HTML page: its text without menus and adverts, its title and its date."""

from __future__ import annotations

import re
from datetime import date

from kg.errors import InputError


def extract_article(page: str, source: str) -> tuple[str, str | None, str | None]:
    """Text, title and date (ISO 8601) of a page, as trafilatura tells them from what surrounds them.

    Paragraphs are lines of the text, of which the title may be the first. Raises InputError where there is
    no text.
    """
    import trafilatura  # takes a third of a second, which those without pages need not wait for

    # Its search of the whole text takes any number for a year.
    search = {"extensive_search": False, "original_date": True}
    found = trafilatura.bare_extraction(
        page, include_comments=False, with_metadata=True, date_extraction_params=search
    )
    if found is None or isinstance(found, dict) or not found.text or found.text.isspace():
        raise InputError(f"{source} is a page without an article that could be told; save its text as *.txt.")
    return found.text, found.title or None, _day(found.date, page)


def _day(said: str | None, page: str) -> str | None:
    """A day, in ISO 8601, that stands in the page in full, in whatever form; not one made up from a year."""
    try:
        day = date.fromisoformat(said or "")
    except ValueError:
        return None
    written = rf"{day.year}\D{{0,2}}0?{day.month}\D{{0,2}}0?{day.day}(?!\d)"
    return day.isoformat() if re.search(written, page) else None
