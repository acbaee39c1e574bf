"""Marks as Chinese prints them: an article whose marks a converter made ASCII reads as any other."""

from __future__ import annotations

import re

from kg.patterns import HAN

_PRINTED = str.maketrans(
    {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", "｡": "。"}
)
# Between digits and Latin letters they are no marks of Chinese: 3,000, 12:30.
_MARK = re.compile(r"(?<![0-9A-Za-z])[,;:!?()]|[,;:!?()](?![0-9A-Za-z])|｡")
_QUOTED = re.compile(r'"([^"\n]*)"')
_TITLE = re.compile(rf"《[^《》\n]*》|[〈<]({HAN}[^〈〉<>\n]*)[〉>]")
_STOP = re.compile(rf"(?<=[{HAN[1:-1]}”）])\.(?![\w.])")


def fold_marks(text: str) -> str:
    """The text with the marks that books have, character for character: 张三,李四 → 张三，李四.

    Straight quotes are paired line by line; 〈〉 and <> are 《》 where they do not stand inside; a point
    behind a Chinese character is a full stop where the text has no other.
    """
    text = _MARK.sub(lambda mark: mark[0].translate(_PRINTED), text)
    if '"' in text:
        text = _QUOTED.sub(r"“\1”", text)
    if "〈" in text or "<" in text:
        text = _TITLE.sub(lambda title: title[0] if title[1] is None else f"《{title[1]}》", text)
    return text if "。" in text else _STOP.sub("。", text)
