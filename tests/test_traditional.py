"""Traditional script."""

from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import OrgMention
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.traditional import script

SCRIPT = script(Rulebook()["names"])


def test_traditional_characters_are_simplified_one_for_one() -> None:
    assert SCRIPT.simplified("江州實驗室與產業園區") == "江州实验室与产业园区"


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=60))
def test_no_character_comes_or_goes(content: str) -> None:
    assert len(SCRIPT.simplified(content)) == len(content)


def test_names_and_facts_keep_the_script_of_the_article() -> None:
    text = "東莞松山湖材料實驗室由東莞晶躍能源有限公司出資建設。該實驗室樓面面積三萬平方米。"
    (record,) = Pipeline.load(model=None).extract_text(text)
    named = {one.text: one.norm.kind for one in record.entities if isinstance(one, OrgMention)}
    assert named["東莞晶躍能源有限公司"] == "company"
    assert all(one.text == record.text[one.start : one.end] for one in record.entities)
