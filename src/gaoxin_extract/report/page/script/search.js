// The list's filters: words in titles, paths, mentions and values; labels; and what else the list can be narrowed to.

// Each gives what tells whether an article stays in the list.
const ONLY = {
  "": () => () => true,
  projects: () => (number) => catalogue.projects[number] > 0,
  warnings: () => (number) => catalogue.warnings[number] > 0,
  corrected: () => {
    const corrected = new Set([...corrections.made.values()].map((line) => line.article));
    return (number) => corrected.has(catalogue.ids[number]);
  },
  unprinted: () => (number) => catalogue.states[number] !== "printed",
};

let shownArticles = []; // numbers of the articles in the list
let snippets = new Map(); // article → the mention that the search found

function correctionsOf(article) {
  let count = 0;
  for (const line of corrections.made.values()) count += line.article === article;
  return count;
}

function isShown(label) {
  return state.labels.size === 0 || state.labels.has(label);
}

async function filterArticles() {
  const query = state.query.trim().toLowerCase();
  const lines = query ? await openSearchable() : null;
  if (query !== state.query.trim().toLowerCase()) return; // typed on meanwhile
  const places = LABELS.map((label, place) => (isShown(label) ? place : -1)).filter((place) => place >= 0);
  const only = (ONLY[state.only] ?? ONLY[""])();
  const narrowed = state.labels.size > 0;
  snippets = new Map();
  shownArticles = catalogue.ids
    .map((_, number) => number)
    .filter((number) => {
      if (!only(number)) return false;
      if (!query) return !narrowed || places.some((place) => catalogue.counts[number][place] > 0);
      for (const place of places) {
        const at = lines[number][place].indexOf(query);
        if (at >= 0) {
          snippets.set(number, { place, line: lineAt(lines[number][place], at) });
          return true;
        }
      }
      if (narrowed) return false;
      return (
        catalogue.titles[number].toLowerCase().includes(query) || catalogue.paths[number].toLowerCase().includes(query)
      );
    });
  showList();
}

function lineAt(lines, at) {
  const start = lines.lastIndexOf("\n", at) + 1;
  const end = lines.indexOf("\n", at);
  return lines.slice(start, end < 0 ? undefined : end).split("\t");
}

// Whether a mention is one that the search asks for; all are, where nothing is asked.
function isFound(mention) {
  const query = state.query.trim().toLowerCase();
  if (!query) return true;
  const values = Object.values(mention.norm ?? {})
    .filter(Boolean)
    .join(" ");
  return `${mention.text.replace(/\s+/g, " ")}\t${values}`.toLowerCase().includes(query);
}

function showFilters() {
  const chosen = byId("labels");
  chosen.replaceChildren(
    ...LABELS.map((label, place) =>
      element(
        "button",
        {
          type: "button",
          className: "label",
          data: { label },
          "aria-pressed": String(state.labels.has(label)),
          title: word(`label.${label}`),
          onclick: () => toggleLabel(label),
        },
        element("b", { "aria-hidden": "true" }, word(`letter.${label}`)),
        ` ${word(`label.${label}`)} `,
        element(
          "span",
          { className: "count" },
          brief(catalogue.counts.reduce((sum, counts) => sum + counts[place], 0)),
        ),
      ),
    ),
  );
  const only = byId("only");
  only.replaceChildren(
    ...Object.keys(ONLY).map((key) => element("option", { value: key }, word(key ? `only.${key}` : "filter.all"))),
  );
  only.value = state.only;
}

function toggleLabel(label) {
  if (!state.labels.delete(label)) state.labels.add(label);
  for (const button of byId("labels").children) {
    button.setAttribute("aria-pressed", String(state.labels.has(button.dataset.label)));
  }
  filterArticles();
  markShown();
}

function resetFilters() {
  Object.assign(state, { query: "", only: "", labels: new Set() });
  byId("search").value = "";
  showFilters();
  go({ view: "articles", query: "", mention: state.mention }, { replace: true });
  filterArticles();
  markShown();
}
