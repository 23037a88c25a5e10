"""Blanks of the layout go, blanks that are meant stay."""

import pytest

from gaoxin_extract.pages.spacing import close_up
from gaoxin_extract.text import Text


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("截 至 目 前 ， 园 区 企 业 增 加", "截至目前，园区企业增加"),
        ("累 计 投 资 1 2 . 6 亿 元 ，其中铭川电机", "累计投资12.6亿元，其中铭川电机"),
        ("龙 头 引 领  集 群 成 势", "龙头引领 集群成势"),
        ("进入 2 月份", "进入2月份"),
        ("增长 30 %以上", "增长30%以上"),
        ("首家A股 IPO 过会企业", "首家A股IPO过会企业"),
        ("毛春燕 李弘", "毛春燕 李弘"),
        ("记者 丁玉洁 通讯员 彭舒", "记者 丁玉洁 通讯员 彭舒"),
        ("酷热送清凉 关怀沁人心", "酷热送清凉 关怀沁人心"),
        ("酷热送清凉　关怀沁人心", "酷热送清凉 关怀沁人心"),
        ("路， 湘潭经开区", "路，湘潭经开区"),
        ("本报讯 近日，北区", "本报讯近日，北区"),
        ("等方面取得的成就。 王亚东", "等方面取得的成就。 王亚东"),
        ("Micro  LED", "Micro LED"),
        ("2022 22", "2022 22"),
    ],
)
def test_a_line_is_closed_up_as_a_reader_would_type_it(printed: str, typed: str) -> None:
    assert close_up(Text.of(printed)).content == typed
