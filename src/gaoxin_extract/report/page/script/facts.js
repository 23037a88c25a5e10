// Projects of an article, drawn as branches: how far each is, who, how much, when and where; and the organisations.

const STAGES = [
  "planned",
  "signed",
  "under_construction",
  "topped_out",
  "completed",
  "trial_production",
  "in_production",
];
const RELATIONS = ["stage", "amount", "organisation", "zone", "date", "site_area", "floor_area", "capacity", "jobs"];

function projectCard(project, mentions) {
  const facts = [...project.facts].sort(
    (one, other) => RELATIONS.indexOf(one.relation) - RELATIONS.indexOf(other.relation),
  );
  return element(
    "section",
    { className: "project", data: { project: project.id } },
    element(
      "h4",
      { lang: "zh" },
      element(
        "button",
        {
          type: "button",
          className: "plain",
          title: word("evidence"),
          onclick: () => showMention(project.mentions[0]),
        },
        badge("PROJECT"),
        ` ${project.name}`,
      ),
    ),
    element(
      "p",
      { className: "about" },
      said(`kind.${project.kind}`, project.kind),
      " · ",
      word("named", project.mentions.length),
    ),
    stageSteps(project.stage),
    element(
      "ul",
      { className: "branches" },
      facts
        .filter((fact) => fact.relation !== "stage" || fact.value !== project.stage || facts.length < 2)
        .map((fact) => factBranch(fact, mentions)),
    ),
  );
}

// Bring a project's card into sight; on narrow screens it is behind the mention.
function showProject(id) {
  if (matchMedia("(max-width: 60rem)").matches) {
    letGo();
    choosePane("facts");
  }
  document
    .querySelector(`.project[data-project="${CSS.escape(id)}"]`)
    ?.scrollIntoView({ block: "nearest", behavior: motion() });
}

function stageSteps(stage) {
  const reached = STAGES.indexOf(stage);
  return element(
    "div",
    { className: "stage" },
    element(
      "ol",
      { "aria-hidden": "true" },
      STAGES.map((each, place) =>
        element("li", {
          className: place < reached ? "passed" : place === reached ? "reached" : "",
          title: word(`stage.${each}`),
        }),
      ),
    ),
    element("span", {}, word(`stage.${stage ?? "none"}`)),
  );
}

function factBranch(fact, mentions) {
  const of = fact.role ? said(`role.${fact.role}`, fact.role) : said(`relation.${fact.relation}`, fact.relation);
  return element(
    "li",
    {},
    element(
      "button",
      {
        type: "button",
        className: "fact",
        data: { relation: fact.relation },
        title: fact.text,
        onclick: () => showEvidence(fact),
      },
      element("span", { className: "of" }, of),
      " ",
      element("span", { className: "says", lang: "zh" }, factValue(fact, mentions)),
    ),
  );
}

function organisationList(organisations) {
  return element(
    "ul",
    { className: "bodies" },
    organisations.map((body) =>
      element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            className: "fact",
            onclick: () => showMention(body.mentions[0]),
          },
          element("span", { className: "says", lang: "zh" }, body.name),
          " ",
          element(
            "span",
            { className: "of" },
            `${said(`kind.${body.kind}`, body.kind)} · ${word("named", body.mentions.length)}`,
          ),
        ),
      ),
    ),
  );
}

// Every mention of the article on a line of its own, for those who read tables, and for print.
function mentionTable() {
  const table = element(
    "details",
    { className: "table", ontoggle: () => table.open && fillTable(table) },
    element("summary", {}, word("all.mentions")),
    element("div", { className: "scrolls" }),
  );
  return table;
}

// Filled when it is opened: few readers do, and articles may have thousands of mentions.
function fillTable(table) {
  const head = ["label", "text", "value", "extractor", "score"].map((key) =>
    element("th", { scope: "col" }, word(`column.${key}`)),
  );
  const rows = current.ordered.map((mention) =>
    element(
      "tr",
      { data: { decision: mention.decision?.action ?? "" } },
      element("td", {}, badge(labelOf(mention))),
      element(
        "td",
        { lang: "zh" },
        element("button", { type: "button", className: "plain", onclick: () => showMention(mention.id) }, mention.text),
      ),
      element("td", { lang: "zh" }, mention.norm ? valueOf(mention.label, mention.norm) : word("decision.add")),
      element("td", {}, element("code", {}, mention.extractor ?? "")),
      element("td", { className: "digits" }, mention.score?.toFixed(3) ?? ""),
    ),
  );
  table
    .querySelector(".scrolls")
    .replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows)));
}
