// Above the charts the totals, under each what it counts and its figures as a table.

function showOverview() {
  const { projects, investment, foreign, unnumbered, organisations } = figures;
  const mentions = catalogue.counts.flat().reduce((sum, count) => sum + count, 0);
  const sources = new Set(catalogue.paths).size;
  const bounded = added(investment, "bounded");
  const stated = investment.reduce((sum, row) => sum + row.projects, 0);
  byId("tiles").replaceChildren(
    tile(number(catalogue.ids.length), word("tile.articles"), word("tile.sources", number(sources))),
    tile(number(mentions), word("tile.mentions"), labelCounts()),
    tile(
      number(projects.length),
      word("tile.projects"),
      word("tile.zones", number(new Set(projects.map(({ zone }) => zone).filter(Boolean)).size)),
    ),
    tile(number(organisations), word("tile.bodies"), word("tile.companies", number(figures.companies))),
    ...(stated
      ? [
          tile(
            totalInvestment(investment),
            word("tile.investment"),
            [
              word("tile.stated", number(stated), number(projects.length)),
              bounded > 0n ? word("tile.bounded", yuan(String(rounded(bounded)))) : "",
            ]
              .filter(Boolean)
              .join(language === "zh" ? "；" : "; "),
          ),
        ]
      : []),
  );
  const differing = projects.filter((project) => project.sum?.differs).length;
  note(
    "investment",
    [
      word("note.investment"),
      figures.left_out
        ? word(
            "note.left_out",
            number(figures.left_out.zones),
            yuan(String(rounded(BigInt(figures.left_out.least.split(".")[0])))),
          )
        : "",
      unnumbered ? word("note.unnumbered", number(unnumbered)) : "",
      differing ? word("note.differs", number(differing)) : "",
      foreign.length
        ? word("note.foreign") +
          foreign.map(([name, currency, amount]) => `${name} ${money(amount, null, currency, null)}`).join("; ")
        : "",
    ],
    investment.length,
    ["zone", "year", "exact", "bounded", "most", "projects"],
    investment.map((row) => [
      row.zone ? searchLink(row.zone) : word("zone.none"),
      row.year ?? word("undated"),
      yuan(row.exact),
      yuan(row.bounded),
      yuan(row.most),
      number(row.projects),
    ]),
  );
  note(
    "stages",
    [word("note.stages")],
    projects.length,
    ["stage", "projects"],
    figures.stages.map(([stage, count]) => [word(`stage.${stage ?? "none"}`), number(count)]),
  );
  note(
    "bodies",
    [word("note.bodies")],
    figures.bodies.length,
    ["body", "kind", "mentions", "articles"],
    figures.bodies.map((body) => [
      searchLink(body.name),
      said(`kind.${body.kind}`, body.kind),
      number(body.mentions),
      number(body.articles),
    ]),
  );
  const dated = projects.filter((project) => project.happenings.length);
  note(
    "events",
    [word("note.events")],
    dated.length,
    ["project", "events"],
    dated.map((project) => [
      articleLink(project.name, project.articles[0]),
      project.happenings.map((step) => `${step.date} ${word(`event.${step.event}`)}`).join("; "),
    ]),
  );
}

function tile(figure, name, below) {
  return element("li", {}, element("strong", {}, figure), element("span", {}, name), element("small", {}, below));
}

function labelCounts() {
  return LABELS.map(
    (label, place) =>
      `${word(`label.${label}`)} ${number(catalogue.counts.reduce((sum, counts) => sum + counts[place], 0))}`,
  ).join(" · ");
}

// Whole yuan are added as BigInt, of which none is lost.
function added(rows, column) {
  return rows.reduce((sum, row) => sum + BigInt(row[column].split(".")[0]), 0n);
}

function totalInvestment(rows) {
  const least = added(rows, "exact") + added(rows, "bounded");
  return yuan(String(rounded(least)));
}

// Four figures are enough for a headline.
function rounded(sum) {
  const unit = 10n ** BigInt(Math.max(String(sum).length - 4, 0));
  return ((sum + unit / 2n) / unit) * unit;
}

function yuan(amount) {
  return amount === "0" ? "–" : money(amount, null, "CNY", null);
}

function searchLink(words_) {
  return element(
    "a",
    { href: addressOf({ view: "articles", article: null, mention: null, query: words_ }), lang: "zh" },
    words_,
  );
}

function articleLink(words_, article) {
  return element("a", { href: addressOf({ view: "articles", article, mention: null, query: "" }), lang: "zh" }, words_);
}

const TABLE_ROWS = 200;

function note(name, lines, some, columns, rows) {
  const place = document.querySelector(`#figure-${name} .note`);
  if (!some) {
    place.replaceChildren(element("p", {}, word("chart.none")));
    return;
  }
  const table = element(
    "table",
    {},
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        columns.map((column) => element("th", { scope: "col" }, word(`column.${column}`))),
      ),
    ),
    element(
      "tbody",
      {},
      rows.slice(0, TABLE_ROWS).map((row) =>
        element(
          "tr",
          {},
          row.map((cell) => element("td", {}, cell)),
        ),
      ),
    ),
  );
  place.replaceChildren(
    element("p", {}, lines.filter(Boolean).join(" ")),
    element(
      "details",
      {},
      element("summary", {}, word("chart.table")),
      element("div", { className: "scrolls" }, table),
      rows.length > TABLE_ROWS ? element("p", {}, word("table.cut", number(TABLE_ROWS), number(rows.length))) : null,
    ),
  );
}
