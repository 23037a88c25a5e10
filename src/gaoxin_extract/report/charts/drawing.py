"""What the charts have in common: sizes, ink, names that fit, and vl-convert, which draws them."""

import re
from collections.abc import Sequence
from typing import Any

Spec = dict[str, Any]

VERSION = "6.4"  # of Vega-Lite
WIDTH = 400
NAME_WIDTH, NAME_MARGIN = 150, 30
NAME_LENGTH, NAME_END = 13, 4  # characters of a name that fit beside a chart, and of its end where it is cut
ID = re.compile(r"(?<=[\"#])clip\d+(?=[\")])")
FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
INK = "currentColor"  # black on white, and white in the dark
LABEL = {"type": "text", "align": "left", "dx": 5, "fill": INK, "fontSize": 12}
CONFIG: Spec = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "grid": False,
        "ticks": False,
        "domain": False,
    },
    "axisX": {"grid": True, "gridColor": "#8883", "labelOverlap": "greedy", "labelSeparation": 12},
    "axisY": {
        # Wide as always, whatever the names: fonts differ from machine to machine.
        "minExtent": NAME_WIDTH,
        "maxExtent": NAME_WIDTH + NAME_MARGIN,
        "labelLimit": NAME_WIDTH + NAME_MARGIN,
        "labelPadding": 8,
    },
    "legend": {"labelColor": INK, "labelFontSize": 12, "symbolStrokeWidth": 2},
}


def svg(spec: Spec, title: str, key: str) -> str:
    """The picture of `spec`; `title` is what it is called where it can't be seen, `key` tells its ids from others'."""
    import vl_convert  # noqa: PLC0415 -- a second, which other verbs need not wait

    whole = {"background": None, "description": title, "padding": 4, "width": WIDTH, "config": CONFIG} | spec
    drawn: str = vl_convert.vegalite_to_svg(whole, vl_version=VERSION)
    # Vega counts its ids on from one picture to the next, so that they tell how many were drawn before.
    numbers: dict[str, str] = {}
    return ID.sub(lambda found: numbers.setdefault(found[0], f"{key}-{len(numbers)}"), drawn)


def shortened(names: Sequence[str]) -> list[str]:
    """The names, long ones cut in the middle; names that would then be one are told apart by a number.

    >>> shortened(["石滩经开区", "石滩经开区铭川电机驱动电机二期项目", "石滩经开区铭川电机驱动总成二期项目"])
    ['石滩经开区', '石滩经开区铭川电…二期项目', '石滩经开区铭川电…二期项目 (2)']
    """
    short: list[str] = []
    for name in names:
        line = " ".join(name.split())
        if len(line) > NAME_LENGTH:
            line = f"{line[: NAME_LENGTH - NAME_END - 1]}…{line[-NAME_END:]}"
        unique, number = line, 1
        while unique in short:
            number += 1
            unique = f"{line} ({number})"
        short.append(unique)
    return short
