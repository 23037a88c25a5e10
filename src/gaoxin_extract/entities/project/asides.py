"""What stands beside a project and is told of with it, and is none: its parts, and what it lies near."""

import re

from gaoxin_extract.entities.project.extents import AMOUNT
from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.text import Span

# How far back a sentence is looked at for what leads to a name.
REACH, NEAR_REACH = 120, 36
# 紧邻甲港、⟨乙码头⟩; ⟨甲路⟩以南
NEAR = re.compile(r"(?:紧邻|毗邻|邻近|临近|靠近|紧靠|比邻)[^，。；：\n]{0,30}\Z|(?:选址|落址|坐落|地处)[于在]?\Z")
BESIDE = re.compile(r"(?:以[东南西北]|附近|沿线|交叉|交汇|交会|[东南西北]侧|两侧|旁)")
ROOMS = ("车间", "仓库", "库房", "厂房", "堆场")
OWN = ("项目", "工程", "期", "）", ")")
# 青禾园⟨已签约企业16家⟩, 16个项目落户⟨青禾基地⟩: a place that projects come to.
PARKS = ("园", "园区", "基地", "港", "城", "谷", "中心")
COME = r"(?:签约|入驻|落户|引进|集聚|招引|落地|进驻)"
TENANTS = re.compile(rf"(?:目前)?(?:已|成功|累计|先后|共)*{COME}[^，。；\n]{{0,14}}(?:企业|项目)")
HOUSED = re.compile(rf"(?:项目|企业)[^，。；\n]{{0,4}}{COME}(?:在|了)?\Z")
# 为⟨青禾基地⟩提供, ⟨青禾工程⟩执行副总裁
BENEFIT, GAIN = re.compile(r"为[^，。；\n]{0,40}\Z"), re.compile("(?:实现|提供|奠定|注入|打下|增添)")
TITLE = re.compile(r"(?:执行|管理|技术|市场)?副?(?:总裁|总监|董事长|主席|首席)|供图|摄影|供稿|(?:建设)?指挥部")
# 10条⟨隔膜生产线⟩
OF_MANY = re.compile(r"(?:\d+|第[一二三四五六七八九十])条(?:（[^（）]*）|\([^()]*\))?\Z")
LINES = ("生产线", "产线")
# 把青禾园打造成⟨示范基地⟩、⟨科研中心⟩: what it shall become.
GOAL = re.compile(
    r"[把将使][^，。；\n]{1,30}(?:建成|建设成|打造成|打造为|建设为|发展成|培育成|办成|做成)[^，。；\n]{0,48}\Z"
)
GOAL_REACH = 84
WORKS, TAIL = 6, 12
# What stands between the members of a list.
LISTED = frozenset("、等和及")
# 该项目建设⟨研发车间⟩、⟨展览馆⟩; but 集中开工的项目包括甲园、乙园.
WHOLE = (
    r"(?:(?:该|本|此)(?:项目|工程|园区?|基地|公司|厂)?"
    r"|(?<![个大批点工约产新建等的])(?:项目|工程|园区|基地|工厂)"
    r"(?=[总用占将拟主计一二]|建成|建设(?:内容|包|有)|规划(?:建设|用地|总|面积)|内|包[括含])"
    r"|[一二三首]期(?:工程|项目)?(?=建设|建成|内容)|其中[^。\n]{0,40}(?=已建成)"
    r"|(?=主要建设)|[园馆城村镇](?=包括|包含|内?设有|由)|[村园区厂馆]内|建设内容)"
)
LEADS = (
    r"(?:主要建设|包[括含]|涵盖|含有?|[内下]?设有?|设置|配套建设|配建|建设|新建|建有|建成|共有|拥有|分为|由)"
    r"(?:了)?[：:]?"
)
PARTS = re.compile(
    rf"{WHOLE}[^\n。]{{0,70}}?{LEADS}[^。；，\n]{{0,60}}\Z|(?:该|本|此)(?:项目|工程|基地|园区?)的?(?:[^，。；、\n与由是在将]{{2,12}}、)*+\Z"
)
# …等重点项目: what is listed so is one each.
CALLED = re.compile(r"[^。；\n，]{0,60}?(?:等[^，。；\n]{0,12}(?:项目|工程)|\d+个)")
# …等多项建设内容, …等小栋号: what the list is of.
CONTENTS = re.compile(
    r"[^。；\n]{0,60}?等(?:多[项个种类处]|[\d一二三四五六七八九十]+[项个种类处大]|[东南西北]+向)?(?:主要|配套|功能|附属)*小?(?:建设内容|功能区?|[主次]?干道|快速路|交通|建筑|单体|栋号|设施|区域|板块|楼栋)"
)


class Asides:
    """Tells what is no project because of what stands before it and behind it."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` give."""
        self._part = re.compile(rf"(?:{alternatives(rules.lines('parts'))})(?:[（(][^（）()]*[）)])?\Z")

    def beside(self, content: str, span: Span) -> bool:
        """Whether what stands at `span` only tells where a project lies, for whom it is, or what it shall become."""
        if TITLE.match(content, span.end):
            return True
        if content.endswith(OWN, span.start, span.end):
            return content.endswith("工程", span.start, span.end) and self._is_goal(content, span)
        if BESIDE.match(content, span.end) or self._is_goal(content, span) or self._is_park(content, span):
            return True
        if GAIN.match(content, span.end) and BENEFIT.search(content, max(span.start - NEAR_REACH, 0), span.start):
            return True
        return NEAR.search(content, max(span.start - NEAR_REACH, 0), span.start) is not None

    @staticmethod
    def _is_park(content: str, span: Span) -> bool:
        """Whether `span` is where projects and companies come to, and no project itself."""
        if not content.endswith(PARKS, span.start, span.end):
            return False
        return bool(TENANTS.match(content, span.end) or HOUSED.search(content, max(span.start - 12, 0), span.start))

    @staticmethod
    def _is_works(content: str, span: Span) -> bool:
        """Whether `span` may be one of the works of one: 路基工程、排水工程."""
        return span.end - span.start <= WORKS and content.endswith("工程", span.start, span.end)

    @staticmethod
    def _is_goal(content: str, span: Span) -> bool:
        return GOAL.search(content, max(span.start - GOAL_REACH, 0), span.start) is not None

    def part(self, content: str, span: Span) -> bool:
        """Whether what stands at `span` is one of the parts that a text counts of one project."""
        if content.endswith(OWN[:3], span.start, span.end) and not self._is_works(content, span):
            return False
        if content.endswith(LINES, span.start, span.end) and OF_MANY.search(
            content, max(span.start - 24, 0), span.start
        ):
            return True
        beside = {content[span.end : span.end + 1], content[span.start - 1 : span.start]}
        if not beside & LISTED and not content.endswith(ROOMS, span.start, span.end):
            return False
        return CONTENTS.match(content, span.end) is not None or self._is_counted(content, span)

    def _is_counted(self, content: str, span: Span) -> bool:
        """Whether a text tells of a project before it counts what stands at `span`."""
        shaped = self._is_works(content, span) or AMOUNT.match(content, span.start, span.end)
        if not shaped and not self._part.search(content, max(span.start, span.end - TAIL), span.end):
            return False
        return not CALLED.match(content, span.end) and (
            PARTS.search(content, max(span.start - REACH, 0), span.start) is not None
        )
