"""What the clauses of an article state of its projects."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gaoxin_extract.linking.cues import STAGES, Cues
from gaoxin_extract.linking.happenings import FINISHED, PLAN, Before, Calendar, happenings
from gaoxin_extract.linking.measures import Measure, area_before, measures
from gaoxin_extract.linking.parties import companies, heirs, parties
from gaoxin_extract.linking.passages import FIRM, Clause, targets_of
from gaoxin_extract.linking.statements import EACH, Reading, Statement, date_fact, entity_fact, stage_fact
from gaoxin_extract.records import DateMention, Fact, MoneyMention, Stage
from gaoxin_extract.text import Span

# Sums that are the project's own wherever its clause states them, and those that are only with its output in sight.
INVESTED = frozenset({"total_investment", "investment"})
YIELDED = frozenset({"output_value", "revenue", "profit", "tax"})
# 中标价5亿元, 中标5亿元: what the work is given for.
WON = frozenset({"other", "price", "cost"})
WON_FOR = re.compile(r"(?:中标(?:总?价|总?金?额)?|合同，?(?:总?价|总?金?额))款?(?:为|约|达|折合|人民币)*\Z")
REACH = 12
# A subject is no further back in its sentence than so many clauses.
RECALLED = 12
# 亩均投资300万元: a share of each.
RATE = re.compile(r"(?:亩均|每亩|户均|人均|单体)[^，。；\d]{0,6}\Z")
GRANTED = frozenset({"loan", "financing", "fund"})
SPENT = re.compile("[，]?(?:全部|主要|专项|将)?用于(?:支持|建设|投资)")
YIELD_CUE = re.compile(r"达产|投产|满产|建成后|达效|预计|预估|可实现|年产值|将实现|运营[后期]|年(?:利|纳)税|年销售")
# A subject is rarely shorter.
SUBJECT = 3
# A clause that holds none of these says nothing of 该公司.
COMPANY = re.compile("公司|企业|集团")
PARTIES = re.compile(r"由[^，。；]{2,40}[与和][^，。；]{2,24}(?:签署|签订|签约)")
# 建成智能工厂: what a company made may be any of its works.
MADE = re.compile(r"(?:建成|落成|启用|交付)了?(?![^，。；]{0,2}(?:投|通|使|运|交|后|并|时))\w")
# In hand: 在⟦甲项目⟧施工现场, 加快⟦甲项目⟧、⟦乙项目⟧等工程建设.
SITE = re.compile(r"(?:的)?(?:(?:项目|工程)?(?:建设|施工)(?:现场|工地)|(?<=项目|工程)(?:现场|工地))")
HURRY = re.compile(r"(?:加快|加紧|抓紧|加速|推进|推动)[^，。；]{0,8}\Z")
BUILT = re.compile(r"等?[^，。；、]{0,10}?(?:建设|施工)(?!的|单位|用地|期|规模|内容|标准)")
OTHERS_CAME = re.compile(r"\w{2,4}?(?:了|的)?(?:[^，。；\d]{0,6}项目(?:共|达)?\d+[个项]|(?:企业|客户|商户)\d)")
PUSHED = "推进"
SPENDING = "完成投资"
GOES = re.compile(r"(?:项目|工程)?(?:的?(?:建设|施工|实施))?(?:之?中|阶段)?\Z")
# 拟投资5亿元建设⟦…项目⟧, and what of it means that it is ahead.
MAKES = re.compile(r"(?P<verb>投资|建设|新建|实施|改扩建|扩建|打造|投建|兴建|建造)(?:年产[^，。；]{0,12}|公司|的|“)*\Z")
MEANS = re.compile("拟|计划|将|有意|意向|打算|筹划")
OTHERS = re.compile("(?:的|级)?(?:项目|企业|产业|工程)")
OF = re.compile(r"(?:的|建设|实施|新建|打造|引进|上马|启动)")


def statements(
    reading: Reading, clauses: Sequence[Clause], cues: Cues, owned: Mapping[str, tuple[int, ...]]
) -> Iterator[Statement]:
    """All that `clauses` state, in the order of the text; `owned` are the projects whose names hold a body's name."""
    content = reading.content
    before, sentence, opened, first = Before(), -1, 0, 0
    for number, clause in enumerate(clauses):
        if clause.sentence != sentence:
            before, sentence, opened, first = Before(), clause.sentence, clause.span.start, number
        elif content[clause.span.start - 1] == "；":
            before, opened = Before(None, before.ahead), clause.span.start
        if money := reading.money.within(clause.span):
            yield from _amounts(reading, clause, opened, money)
        if clause.about:
            yield from _measured(reading, clause, cues)
        dates = reading.dates.within(clause.span)
        if dates or clause.groups or _has(clause, cues.happening, content) or _has(clause, PLAN, content):
            stated, before = _happened(reading, clause, dates, before, cues)
            yield from stated
        if bodies := reading.bodies.within(clause.span):
            yield from parties(reading, clause, bodies, cues, owned)
        if clause.groups and number > first:
            yield from heirs(reading, clause, clauses[max(first, number - RECALLED) : number])
        if _has(clause, COMPANY, content):
            yield from companies(reading, clause, cues)


def _has(clause: Clause, words: re.Pattern[str], content: str) -> bool:
    return words.search(content, clause.span.start, clause.span.end) is not None


def _amounts(reading: Reading, clause: Clause, opened: int, found: Sequence[MoneyMention]) -> Iterator[Statement]:
    """The sums of a clause whose sentence opened at `opened`."""
    content = reading.content
    sums = [money for money in found if not _of_others(clause, money.start) and _is_own(reading, clause, opened, money)]
    shared = targets_of(clause, clause.span.end)
    if len(sums) == len(shared) > 1 and (
        EACH.search(content, clause.span.start, sums[0].start) or _are_listed(content, sums)
    ):
        for project, money in zip(shared, sums, strict=True):
            yield Statement(project, _amount(money))
        return
    for money in sums:
        ahead = [naming for group in clause.groups for naming in group if naming.span.start >= money.end]
        if ahead and OF.search(content, money.end, ahead[0].span.start):
            targets: tuple[int, ...] = (ahead[0].project,)
        else:
            targets = targets_of(clause, money.start)
        if len(targets) == 1:
            yield Statement(targets[0], _amount(money))


def _are_listed(content: str, sums: Sequence[MoneyMention]) -> bool:
    """Whether sums stand one behind the other: 两者投资3亿元和2亿元."""
    return all(content[one.end : other.start] in {"、", "和", "与", "及"} for one, other in pairwise(sums))


def _of_others(clause: Clause, place: int) -> bool:
    """Whether a measure at `place` is of a phase, or of a number of projects that are not all named."""
    if clause.part:
        return True
    return clause.counted and (not clause.groups or place >= clause.groups[-1][-1].span.end)


def _amount(money: MoneyMention) -> Fact:
    return entity_fact("amount", money.norm.role, money, money.norm.amount, money.norm.currency)


def _is_own(reading: Reading, clause: Clause, opened: int, money: MoneyMention) -> bool:
    """Whether a sum is the projects' own: not the size of others (5亿元以上项目7个), nor said before in yuan.

    `这个总投资5亿元的项目` points at its own.
    """
    if clause.tie != "pointed" and OTHERS.match(reading.content, money.end):
        return False
    if RATE.search(reading.content, max(money.start - REACH, 0), money.start):
        return False
    if reading.starts.get(money.norm.equals or "", money.start) < money.start:
        return False
    return money.norm.role is not None and _belongs(reading.content, clause, opened, money, money.norm.role)


def _belongs(content: str, clause: Clause, opened: int, money: MoneyMention, role: str) -> bool:
    """Whether `money`, which is of `role`, is the clause's project's; its sentence opened at `opened`."""
    place, end = money.start, money.end
    if role in INVESTED:
        return bool(clause.about)
    if role in WON and WON_FOR.search(content, max(place - REACH, 0), place):
        return clause.tie in {"named", "pointed", "carried"}
    if role in YIELDED:
        return clause.tie in {"named", "pointed", "carried"} and bool(
            YIELD_CUE.search(content, opened, clause.span.end)
        )
    if role not in GRANTED:
        return False
    # 获批贷款5亿元，用于支持⟦…项目⟧.
    return clause.tie in {"named", "pointed"} or (clause.tie == "ahead" and bool(SPENT.match(content, end)))


def _measured(reading: Reading, clause: Clause, cues: Cues) -> Iterator[Statement]:
    for naming in (naming for group in clause.groups for naming in group):
        before = area_before(reading.content, Span(clause.span.start, naming.span.start), cues)
        if before is not None:
            yield Statement(naming.project, _measure_fact(reading.content, before))
    for measure in measures(reading.content, clause.span, cues):
        targets = targets_of(clause, measure.span.start)
        if len(targets) == 1 and not _of_others(clause, measure.span.start):
            yield Statement(targets[0], _measure_fact(reading.content, measure))


def _measure_fact(content: str, measure: Measure) -> Fact:
    start, end = measure.span.start, measure.span.end
    return Fact(measure.relation, None, None, content[start:end], start, end, measure.value, measure.unit, None)


def _happened(
    reading: Reading, clause: Clause, dates: Sequence[DateMention], before: Before, cues: Cues
) -> tuple[list[Statement], Before]:
    """Stages and the dates of them."""
    content = reading.content
    names = [naming.span for group in clause.groups for naming in group]
    calendar = Calendar(dates, reading.dct, names)
    told, left = happenings(content, clause.span, calendar, before, cues)
    stated = []
    for happening in told:
        start, end = happening.span.start, happening.span.end
        if any(name.start <= start and end <= name.end for name in names) or _of_another(reading, clause, start, cues):
            continue
        # 计划当年完成投资2亿元 tells of the year, not of how far the project is.
        if not happening.asserted and content.startswith(SPENDING, start):
            continue
        # 全力推进旧城改造: what is pushed on is another thing, unless projects follow.
        if content.endswith(PUSHED, start, end) and not (
            any(name.start >= end for name in names)
            or (clause.tie != "ahead" and GOES.match(content, end, clause.span.end))
        ):
            continue
        fact = stage_fact(content, happening.span, happening.stage, happening.date)
        for target in targets_of(clause, start):
            if not happening.scheduled:
                stated.append(Statement(target, fact, happening.asserted))
            if happening.date is not None and happening.role:
                stated.append(Statement(target, date_fact(happening.date, happening.role)))
    stated += _planned(content, clause, before)
    stated += _in_hand(content, clause, before)
    return stated, left


def _in_hand(content: str, clause: Clause, before: Before) -> Iterator[Statement]:
    """That a project is being built: 加快⟦…⟧等项目建设, 在⟦…⟧施工现场."""
    for group in clause.groups:
        end = group[-1].span.end
        told = SITE.match(content, end, clause.span.end)
        words = HURRY.search(content, clause.span.start, group[0].span.start)
        if words and not before.ahead and not MEANS.search(content, clause.span.start, words.start()):
            told = told or BUILT.match(content, end, clause.span.end)
        if told:
            for naming in group:
                yield Statement(naming.project, stage_fact(content, Span(*told.span()), "under_construction", None))


def _planned(content: str, clause: Clause, before: Before) -> Iterator[Statement]:
    """That somebody means to make the project which is named right after such words: 拟投资5亿元建设…."""
    for group in clause.groups:
        start = group[0].span.start
        made = MAKES.search(content, clause.span.start, start)
        if made and (before.ahead or MEANS.search(content, clause.span.start, made.start())):
            for naming in group:
                yield Statement(naming.project, stage_fact(content, Span(*made.span("verb")), "planned", None))


def _of_another(reading: Reading, clause: Clause, place: int, cues: Cues) -> bool:
    """Whether a clause that only carries a project on has a subject of its own before `place`, or makes something."""
    # 签约项目10个, 落户企业15家: what came about is that of others.
    if clause.tie != "ahead" and OTHERS_CAME.match(reading.content, place, clause.span.end):
        return True
    pointing = clause.tie == "pointed" and cues.project.match(reading.content, clause.span.start, clause.span.end)
    if clause.groups or pointing or clause.tie not in FIRM:
        return False
    # 并由甲与乙分别签署协议: the parties are no other subject than what they sign for.
    if clause.tie == "named" and PARTIES.search(reading.content, clause.span.start, clause.span.end):
        return False
    if clause.owned and MADE.match(reading.content, place, clause.span.end):
        return True
    words = reading.content[clause.span.start : place]
    for date in reading.dates.within(Span(clause.span.start, place)):
        words = words.replace(date.text, "")
    return len(cues.manner.sub("", words)) > SUBJECT


def latest(stated: Sequence[Statement], headline: int, reading: Reading) -> Stage | None:
    """The furthest stage that has come about; where all of them lie ahead, what comes before the next.

    A headline, which ends at `headline`, drops the words that tell what has come about: it counts where no other tells.
    """
    stages = [statement for statement in stated if statement.fact.relation == "stage"]
    told = [statement for statement in stages if statement.fact.start >= headline] or stages
    reached = {statement.fact.value for statement in told if statement.asserted}
    ahead = {statement.fact.value for statement in told if not statement.asserted}
    soon = any(
        statement.fact.value in FINISHED and not statement.asserted and _is_soon(statement.fact, reading)
        for statement in told
    )
    # What is signed and will be finished soon is being built by now, unless its start lies ahead as well.
    if (soon if reached == {"signed"} else ahead & FINISHED and not reached) and "under_construction" not in ahead:
        return "under_construction"
    if reached:
        return max((stage for stage in STAGES if stage in reached), key=STAGES.index)
    return "planned" if told else None


def _is_soon(fact: Fact, reading: Reading) -> bool:
    """Whether what `fact` tells lies in no later year than the article's own, as far as both are known."""
    value = reading.days.get(fact.date) if fact.date else None
    known = value and reading.dct and value[:4].isdigit()
    return not known or str(value)[:4] <= str(reading.dct)[:4]
