"""Traditional characters of dates and cues → simplified ones, so that one set of rules reads both."""

TRADITIONAL = (
    "個內後來間週號點時許農曆臘節國慶當現這兩幾餘數萬將計劃預爭確標"
    "開實達獲舉啟報訊電紀紅禮層係歲陽陰長過終鐘從據動產題約徵發說婦勞兒聖誕國際護記親軍黨樹舊閏連剛結財於擬評續營運業須"
)
SIMPLIFIED = (
    "个内后来间周号点时许农历腊节国庆当现这两几余数万将计划预争确标"
    "开实达获举启报讯电纪红礼层系岁阳阴长过终钟从据动产题约征发说妇劳儿圣诞国际护记亲军党树旧闰连刚结财于拟评续营运业须"
)
TABLE = str.maketrans(TRADITIONAL, SIMPLIFIED)
# In any traditional text on dates one of these stands; simplified ones have none.
SIGNS = "個後來時現這將開實舉發報內號點週兩當節禮農"


def simplified(content: str) -> str:
    """`content` with the characters of dates simplified, one for one; the same string where none is traditional.

    >>> simplified("今年首九個月"), simplified("三年內")
    ('今年首九个月', '三年内')
    """
    return content.translate(TABLE) if any(sign in content for sign in SIGNS) else content
