"""Make a picture of a network page as a browser shows it.

    python tools/screenshot.py output/graph.html docs/page.png --find 人民医院

needs Debian's chromium, a font for Chinese (fonts-noto-cjk) and the Python package playwright, which
drives it and downloads nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from chromium import CHROMIUM, FLAGS
from playwright.sync_api import sync_playwright


@click.command()
@click.argument("page", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("picture", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--find", metavar="NAME", default="", help="Search for NAME and open what is found first.")
@click.option("--dark", is_flag=True, help="As on a dark desktop.")
@click.option("--size", nargs=2, type=int, default=(1440, 900), show_default=True, help="Width and height.")
def main(page: Path, picture: Path, find: str, dark: bool, size: tuple[int, int]) -> None:
    """Make a PICTURE of a network PAGE as a browser shows it."""
    chromium = CHROMIUM or sys.exit("There is no chromium on this machine: install it first.")
    picture.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        view = browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=2,
            locale="zh-CN",
            color_scheme="dark" if dark else "light",
        )
        view.goto(page.resolve().as_uri())
        view.wait_for_function("() => globalThis.zhkg")
        if find:
            view.keyboard.press("/")
            view.keyboard.type(find)
            view.keyboard.press("Enter")
        view.wait_for_timeout(1000)  # until the drawing has come to rest
        view.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
