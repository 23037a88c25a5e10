"""What conversion left in a text: pinyin behind its characters, 實驗區(qū)的產(chǎn)業(yè), and tags."""

from gaoxin_extract.rulebook.compiling import compiled
from gaoxin_extract.text import Edit, Text

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
GLOSS = compiled(rf"(?<=\p{{Han}})[（(](?P<pinyin>[a-zü]{{0,4}}[{TONED}][a-z]{{0,3}})[）)]")
FEWEST = 3
TAG = compiled(r"</?(?:p|br|div|span|strong|b|em|font|a|img|ul|li|h[1-6])(?=[\s/>])[^<>]{0,200}+>")


def without_glosses(text: Text) -> Text:
    """`text` without the pinyin in brackets behind its characters, where three of them show that it is a converter's.

    A writer who tells how a rare character is read does so once.

    >>> without_glosses(Text.of("高新區(qū)的產(chǎn)業(yè)園")).content
    '高新區的產業園'
    >>> without_glosses(Text.of("圳(zhèn)是田边的水沟")).content
    '圳(zhèn)是田边的水沟'
    """
    if not any(letter in text.content for letter in TONED):
        return text
    found = list(GLOSS.finditer(text.content))
    if len({gloss["pinyin"] for gloss in found}) < FEWEST:
        return text
    return text.edit(Edit(gloss.start(), gloss.end()) for gloss in found)


def without_tags(text: Text) -> Text:
    """`text` without the tags of paragraphs and of what stands within them, where two at least were left.

    >>> without_tags(Text.of("<p>铭川电机二期开工。</p>")).content
    '铭川电机二期开工。'
    """
    if "<" not in text.content:
        return text
    found = list(TAG.finditer(text.content))
    return text.edit(Edit(tag.start(), tag.end()) for tag in found) if len(found) > 1 else text
