// Keys, and the page that tells of them.

const KEYS = [
  [
    "help.move",
    [
      ["j k", "key.mention"],
      ["n p", "key.article"],
      ["g", "key.tabs"],
    ],
  ],
  [
    "help.review",
    [
      ["a", "key.accept"],
      ["A", "key.accept.all"],
      ["x", "key.reject"],
      ["1 … 6", "key.relabel"],
      ["u", "key.undo"],
      ["s", "key.download"],
    ],
  ],
  [
    "help.rest",
    [
      ["/", "key.search"],
      ["l", "key.language"],
      ["?", "key.help"],
      ["Esc", "key.escape"],
    ],
  ],
];

const ACTS = {
  j: () => stepMention(1),
  k: () => stepMention(-1),
  A: acceptAll,
  n: () => leaf(1),
  p: () => leaf(-1),
  a: () => review("accept"),
  x: () => review("reject"),
  u: undo,
  s: () => corrections.download(),
  g: () => go({ view: { overview: "articles", articles: "projects", projects: "overview" }[state.view] }),
  l: otherLanguage,
  "/": () => searchBox().focus(),
  "?": showHelp,
};

function searchBox() {
  if (state.view === "projects") return byId("project-search");
  if (state.view === "overview") go({ view: "articles" });
  return byId("search");
}

function onKey(event) {
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey && !typing) {
    event.preventDefault();
    return undo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    if (typing) typing.blur();
    else if (!byId("keys").open) letGoOfAll();
    return;
  }
  if (typing || byId("keys").open) return;
  const place = Number(event.key) - 1;
  if (place in LABELS && state.view === "articles") labelKey(LABELS[place]);
  else if (Object.hasOwn(ACTS, event.key)) ACTS[event.key]();
  else return;
  event.preventDefault();
}

function letGoOfAll() {
  getSelection().removeAllRanges();
  if (current.chosen) letGo();
}

function showHelp() {
  const dialog = byId("keys");
  dialog.replaceChildren(
    element(
      "header",
      {},
      element("h2", { id: "keys-title" }, word("help.title")),
      element(
        "button",
        { type: "button", className: "round", "aria-label": word("close"), onclick: () => dialog.close() },
        "×",
      ),
    ),
    ...KEYS.map(([title, rows]) =>
      element(
        "section",
        {},
        element("h3", {}, word(title)),
        element(
          "dl",
          {},
          rows.flatMap(([keys, does]) => [
            element(
              "dt",
              {},
              keys.split(" ").flatMap((key) => (key === "…" ? " … " : [element("kbd", {}, key), " "])),
            ),
            element("dd", {}, word(does)),
          ]),
        ),
      ),
    ),
    element(
      "ol",
      { className: "legend" },
      LABELS.map((label, place) =>
        element("li", {}, element("kbd", {}, String(place + 1)), " ", badge(label), ` ${word(`label.${label}`)}`),
      ),
    ),
    element("p", {}, word("help.corrections")),
    element(
      "label",
      { className: "load" },
      word("do.load"),
      " ",
      element("input", {
        type: "file",
        accept: ".jsonl",
        onchange: (event) =>
          event.target.files[0] && corrections.open(event.target.files[0]).then(() => dialog.close()),
      }),
    ),
  );
  if (!dialog.open) dialog.showModal();
}
