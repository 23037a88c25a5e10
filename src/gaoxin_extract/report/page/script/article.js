// One article: as printed and as restored side by side, what is known of it, and the mention that is looked at.

const current = {
  number: null,
  opened: null,
  text: "",
  units: null,
  places: null,
  mentions: new Map(),
  ordered: [],
  chosen: null,
};

async function showArticle(article) {
  const frame = byId("article");
  if (article === null) {
    Object.assign(current, { number: null, opened: null, chosen: null });
    frame.replaceChildren();
    return;
  }
  if (current.number !== article || !current.opened) {
    Object.assign(current, { number: article, opened: null, chosen: null });
    const waiting = setTimeout(
      () => frame.replaceChildren(element("p", { className: "waiting" }, word("opening"))),
      150,
    );
    const opened = await openArticle(article);
    clearTimeout(waiting);
    if (current.number !== article) return; // the reader has gone on
    Object.assign(current, { opened, text: opened.record.text, units: new Points(opened.record.text) });
  }
  drawArticle();
  // A page may hold much before its article.
  const own = document.querySelector("#printed .own");
  if (own) bringIntoPane(byId("printed"), own, { behavior: "auto", block: "start" });
}

// The article's mentions with the reader's decisions, and those that the reader added.
function readMentions() {
  const { record } = current.opened;
  const own = record.entities.map((mention) => ({ ...mention, decision: corrections.of(record.id, mention) }));
  const known = new Set(own.map(({ label, start, end }) => `${label} ${start} ${end}`));
  const added = corrections
    .addedTo(record.id)
    .filter(({ label, start, end }) => !known.has(`${label} ${start} ${end}`))
    .map((line) => ({ ...line, id: `added-${line.label}-${line.start}-${line.end}`, decision: line }));
  current.ordered = [...own, ...added].sort((one, other) => one.start - other.start || other.end - one.end);
  current.mentions = new Map(current.ordered.map((mention) => [mention.id, mention]));
}

function drawArticle() {
  readMentions();
  const { record, state: found } = current.opened;
  const general = record.warnings.filter(({ entity }) => entity === null);
  byId("article").replaceChildren(
    articleHead(record),
    ...[
      found === "printed" ? null : element("p", { className: "notice", role: "note" }, word(`notice.${found}`)),
      general.length
        ? element(
            "ul",
            { className: "warnings" },
            general.map(({ code, message }) =>
              element("li", {}, element("code", {}, code), ` ${said(`warning.${code}`, message)}`),
            ),
          )
        : null,
    ].filter(Boolean),
    paneSwitch(found),
    element(
      "div",
      { className: found === "printed" ? "panes" : "panes unprinted" },
      element(
        "section",
        { className: "pane", id: "restored", "aria-labelledby": "restored-title", tabIndex: 0 },
        element("h3", { id: "restored-title" }, word("restored")),
        restoredText(record),
      ),
      found === "printed" ? printedPane() : null,
      element(
        "section",
        { className: "pane", id: "facts", "aria-labelledby": "facts-title", tabIndex: 0 },
        element("div", { id: "detail", "aria-live": "polite" }),
        factsOf(record),
      ),
    ),
  );
  drawDetail();
}

function articleHead(record) {
  const place = shownArticles.indexOf(current.number);
  const step = (by, label, sign) =>
    element(
      "button",
      {
        type: "button",
        className: "round",
        "aria-label": word(label),
        title: word(label),
        disabled: !(place + by in shownArticles) || place < 0,
        onclick: () => leaf(by),
      },
      sign,
    );
  const { dct, source, byline } = record;
  return element(
    "header",
    { className: "head" },
    element(
      "div",
      { className: "leaf" },
      element(
        "a",
        { className: "back", href: addressOf({ view: "articles", article: null, query: state.query }) },
        `☰ ${word("list.show")}`,
      ),
      element(
        "span",
        { className: "place" },
        place < 0 ? "" : word("place", number(place + 1), number(shownArticles.length)),
      ),
      step(-1, "previous", "←"),
      step(1, "next", "→"),
    ),
    element("h2", { lang: "zh" }, record.title ?? catalogue.titles[current.number] ?? word("untitled")),
    element(
      "p",
      { className: "about" },
      [
        dct ? `${dct.value} (${word(`basis.${dct.basis}`)})` : word("dct.unknown"),
        byline.join(" "),
        record.kind === "caption" ? word("kind.caption") : "",
        source.path + (source.id === null ? "" : ` · ${word("id")} ${source.id}`),
        source.encoding,
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    siblings(current.number),
  );
}

const MOST_SIBLINGS = 12;

// The articles that were taken from the same page; of very many the nearest.
function siblings(article) {
  const path = catalogue.paths[article];
  const all = [...catalogue.paths.keys()].filter((each) => catalogue.paths[each] === path);
  if (all.length < 2) return null;
  const first = Math.max(Math.min(all.indexOf(article) - MOST_SIBLINGS / 2, all.length - MOST_SIBLINGS), 0);
  const same = all.slice(first, first + MOST_SIBLINGS);
  return element(
    "nav",
    { className: "siblings", "aria-label": word("siblings") },
    word("siblings"),
    same.map((each) =>
      element(
        "a",
        {
          href: addressOf({ view: "articles", article: each, mention: null, query: state.query }),
          lang: "zh",
          title: catalogue.titles[each],
          "aria-current": each === article ? "page" : null,
        },
        catalogue.titles[each] || word("untitled"),
      ),
    ),
  );
}

// On narrow screens one pane at a time.
function paneSwitch(found) {
  const panes = found === "printed" ? ["restored", "printed", "facts"] : ["restored", "facts"];
  const chosen = panes.includes(byId("article").dataset.pane) ? byId("article").dataset.pane : "restored";
  byId("article").dataset.pane = chosen;
  return element(
    "div",
    { className: "switch", role: "group", "aria-label": word("panes") },
    panes.map((pane) =>
      element(
        "button",
        {
          type: "button",
          "aria-pressed": String(pane === chosen),
          data: { pane },
          onclick: () => choosePane(pane),
        },
        word(pane),
      ),
    ),
  );
}

function choosePane(pane) {
  if (pane === "facts" && current.chosen) letGo();
  byId("article").dataset.pane = pane;
  for (const button of document.querySelectorAll(".switch button"))
    button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
}

function printedPane() {
  const { opened } = current;
  const isHtml = opened.record.source.media_type === "text/html";
  const sheet = printedSheet(opened, current.ordered);
  return element(
    "section",
    { className: "pane", id: "printed", "aria-labelledby": "printed-title", tabIndex: 0 },
    element(
      "h3",
      { id: "printed-title" },
      word("printed"),
      isHtml
        ? element(
            "label",
            { className: "toggle" },
            element("input", {
              type: "checkbox",
              onchange: (event) => sheet.classList.toggle("raw", event.target.checked),
            }),
            ` ${word("markup.show")}`,
          )
        : null,
    ),
    opened.start > 0 ? element("p", { className: "about" }, word("page.cut", number(opened.start))) : null,
    sheet,
  );
}

const LONG = 30_000; // units from which on paragraphs out of sight are not laid out

function restoredText(record) {
  const { text, units } = current;
  const stretches = current.ordered.map((mention) => ({
    start: units.unit(mention.start),
    end: units.unit(mention.end),
    rank: MARK_RANK,
    make: () => markOf(mention),
  }));
  current.places = new WeakMap();
  const body = element("div", { className: text.length > LONG ? "text long" : "text", lang: "zh" });
  let [from, title] = [0, record.title ?? ""];
  let next = 0;
  let within = [];
  for (const line of text.split("\n")) {
    const to = from + line.length;
    within = within.filter(({ end }) => end > from);
    while (next < stretches.length && stretches[next].start < to) within.push(stretches[next++]);
    const headline = title !== "" && line !== "" && title.startsWith(line.trim());
    title = headline ? title.slice(line.trim().length).trim() : "";
    body.append(
      element(
        "p",
        { className: headline ? "headline" : "" },
        markedText(text, within, { from, to, places: current.places }),
      ),
    );
    from = to + 1;
  }
  return body;
}

function factsOf(record) {
  return element(
    "div",
    { className: "all" },
    element("h3", { id: "facts-title" }, word("projects")),
    record.projects.length
      ? record.projects.map((project) => projectCard(project, current.mentions))
      : element("p", { className: "about" }, word("projects.none")),
    record.organisations.length
      ? [element("h3", {}, word("organisations")), organisationList(record.organisations)]
      : null,
    mentionTable(),
  );
}

// Show marks anew: of decisions and filters alone by their dress, where mentions came or went by drawing the article.
function markShown() {
  if (!current.opened) return;
  const before = current.ordered;
  readMentions();
  if (before.length !== current.ordered.length || before.some(({ id }, place) => id !== current.ordered[place].id))
    return redrawArticle();
  for (const mark of document.querySelectorAll("#article mark[data-id]"))
    dress(mark, current.mentions.get(mark.dataset.id));
  const table = document.querySelector("#article details.table");
  if (table.open) fillTable(table);
  drawDetail();
}

// Draw the article and leave the reader where they are.
function redrawArticle() {
  const tops = ["printed", "restored", "facts"].map((pane) => [pane, byId(pane)?.scrollTop]);
  const isOpen = document.querySelector("#article details.table")?.open;
  drawArticle();
  if (isOpen) document.querySelector("#article details.table").open = true;
  for (const [pane, top] of tops) byId(pane)?.scrollTo({ top });
}
