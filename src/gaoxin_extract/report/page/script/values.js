// Values as people read them. Numbers stay strings of digits: the point is moved, nothing is computed or rounded.

// `digits` with the point moved `places` to the left: ("320000000", 8) is "3.2".
function shifted(digits, places) {
  const negative = digits.startsWith("-");
  const [whole, fraction = ""] = digits.replace("-", "").split(".");
  const padded = whole.padStart(places + 1, "0");
  const cut = padded.length - places;
  const rest = (padded.slice(cut) + fraction).replace(/0+$/, "");
  return (negative ? "-" : "") + grouped(padded.slice(0, cut)) + (rest ? `.${rest}` : "");
}

function grouped(whole) {
  return whole.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ",");
}

const SCALES = {
  zh: [
    [12, "万亿"],
    [8, "亿"],
    [4, "万"],
    [0, ""],
  ],
  en: [
    [12, " trillion"],
    [9, " billion"],
    [6, " million"],
    [0, ""],
  ],
};
const CURRENCIES = {
  CNY: "元",
  USD: "美元",
  EUR: "欧元",
  JPY: "日元",
  HKD: "港元",
  KRW: "韩元",
  GBP: "英镑",
  TWD: "新台币",
  SGD: "新加坡元",
  MOP: "澳门元",
  AUD: "澳元",
  CAD: "加元",
};

function money(amount, most, currency, mod) {
  const scale = (digits) =>
    SCALES[language].find(([places]) => digits.replace("-", "").split(".")[0].length > places) ?? [0, ""];
  const [places, unit] = scale(amount);
  const sums = [amount, most].filter(Boolean).map((digits) => {
    const [own, ownUnit] = scale(digits);
    return own === places ? shifted(digits, places) : shifted(digits, own) + ownUnit;
  });
  const body = sums.join("–") + (most && scale(most)[0] !== places ? "" : unit);
  const whole = language === "zh" ? body + (CURRENCIES[currency] ?? ` ${currency ?? ""}`) : `${currency ?? ""} ${body}`;
  return modified(whole.trim(), mod);
}

function modified(value, mod) {
  if (!mod) return value;
  const own = said(`mod.${mod}`, mod);
  if (language === "zh")
    return ["START", "MID", "END", "BEFORE", "AFTER"].includes(mod) ? `${value} ${own}` : own + value;
  return `${own} ${value}`;
}

const PERCENT_UNITS = { percent: ["%", "%"], permille: ["‰", "‰"], percentage_point: [" 个百分点", " pp"] };

function percent(norm) {
  const unit = (PERCENT_UNITS[norm.unit] ?? [norm.unit ?? "", norm.unit ?? ""])[language === "zh" ? 0 : 1];
  const body = [norm.value, norm.value_max].filter(Boolean).join("–") + unit;
  return [
    norm.basis && said(`against.${norm.basis}`),
    norm.trend && said(`trend.${norm.trend}`),
    modified(body, norm.mod),
  ]
    .filter(Boolean)
    .join(language === "zh" ? "" : " · ");
}

const LENGTHS = {
  zh: { Y: "年", M: "个月", W: "周", D: "天", TH: "小时", TM: "分钟", TS: "秒" },
  en: { Y: "year", M: "month", W: "week", D: "day", TH: "hour", TM: "minute", TS: "second" },
};

// "P5M" as five months; what has more parts stays TIMEX3.
function length(value) {
  const found = /^P(T?)(\d+(?:\.\d+)?)([YMWDHS])$/.exec(value);
  const unit = found && LENGTHS[language][found[1] + found[3]];
  if (!unit) return value;
  return language === "zh" ? found[2] + unit : `${found[2]} ${unit}${found[2] === "1" ? "" : "s"}`;
}

// A mention's value on one line.
function valueOf(label, norm) {
  switch (label) {
    case "MONEY":
      return norm.amount === null ? word("unread") : money(norm.amount, norm.amount_max, norm.currency, norm.mod);
    case "PERCENT":
      return norm.value === null ? word("unread") : percent(norm);
    case "DATE":
      return norm.value === null
        ? word("unread")
        : modified(norm.type === "DURATION" ? length(norm.value) : norm.value, norm.mod);
    default:
      return norm.name;
  }
}

// One field of a norm, in words where it is one of few; the raw value where that says it better.
function fieldOf(key, value) {
  switch (key) {
    case "mod":
      return said(`mod.${value}`, value);
    case "role":
      return said(`role.${value}`, value);
    case "kind":
      return said(`kind.${value}`, value);
    case "trend":
      return said(`trend.${value}`, value);
    case "basis":
      return said(`against.${value}`, value);
    case "unit":
      return said(`unit.${value}`, value);
    case "type":
      return said(`type.${value}`, value);
    case "amount":
    case "amount_max":
      return shifted(value, 0);
    default:
      return String(value);
  }
}

// What a fact says, on one line.
function factValue(fact, mentions) {
  const mention = mentions.get(fact.entity);
  switch (fact.relation) {
    case "amount":
      if (mention?.label === "MONEY") return valueOf("MONEY", mention.norm);
      return fact.value === null ? fact.text : money(fact.value, null, fact.unit, null);
    case "stage":
      return said(`stage.${fact.value}`, fact.value ?? fact.text);
    case "organisation":
    case "zone":
      return fact.value ?? fact.text;
    case "date":
      return mention?.label === "DATE" ? valueOf("DATE", mention.norm) : (fact.value ?? fact.text);
    default:
      if (fact.value === null) return fact.text;
      return `${shifted(fact.value, 0)} ${said(`unit.${fact.unit}`, fact.unit ?? "")}`.trim();
  }
}

// Who found a mention: "rule/money.amount" is a rule of that name.
function finder(extractor) {
  const [kind, ...rest] = extractor.split("/");
  return { kind: kind === "rule" || kind === "model" ? kind : null, name: rest.join("/") || extractor };
}
