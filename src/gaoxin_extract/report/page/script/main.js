// Start: language, catalogue, figures, then where the address points.

async function arrive() {
  const { view, article, mention, query } = readAddress();
  const searches = view === "articles" && query !== state.query;
  if (view === "articles") Object.assign(state, { article, mention, query });
  state.view = view;
  document.body.dataset.view = state.view;
  document.body.classList.toggle("reading", state.view === "articles" && state.article !== null);
  for (const view of document.querySelectorAll(".view")) view.hidden = view.id !== state.view;
  // The tab leads back to where the reader was.
  document.querySelector("[data-tab=articles]").href = addressOf({ ...state, view: "articles" });
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === state.view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (state.view === "projects") showProjects();
  if (state.view !== "articles") return;
  if (byId("search").value !== state.query) byId("search").value = state.query;
  if (searches || !shownArticles.length) await filterArticles();
  if (searches) markShown();
  if (state.article === null && matchMedia("(min-width: 60rem)").matches && shownArticles.length) {
    return go({ view: "articles", article: shownArticles[0] }, { replace: true });
  }
  if (state.article !== current.number || state.article === null) await showArticle(state.article);
  articleRows?.again();
  if (state.article !== null) articleRows?.reveal(Math.max(shownArticles.indexOf(state.article), 0));
  if (state.mention && state.mention !== current.chosen) chooseMention(state.mention);
}

function otherLanguage() {
  const other = language === "zh" ? "en" : "zh";
  store("language", other);
  speak(other);
}

function otherTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
  store("theme", document.documentElement.dataset.theme);
}

function spoken() {
  const own = byId("title").dataset.own;
  const count = catalogue.ids.length;
  byId("title").textContent = own || word(count === 1 ? "title.one" : "title.many", number(count));
  document.title = own || `${byId("title").textContent} · gaoxin-extract`;
  for (const view of document.querySelectorAll(".view")) view.setAttribute("aria-label", word(`tab.${view.id}`));
  byId("language").lang = language === "zh" ? "en" : "zh-CN";
  showCount();
  showFilters();
  showOverview();
  if (state.view === "projects") showProjects();
  if (shownArticles.length) showList();
  if (current.opened) drawArticle();
  if (byId("keys").open) showHelp();
}

function whenTyped(input, does) {
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(does, 120);
  });
}

async function start() {
  if (!("DecompressionStream" in window)) {
    byId("content").prepend(
      element(
        "p",
        { className: "notice" },
        "浏览器版本过低，无法打开本报告。This browser is too old for the report: Chrome 80, Firefox 113, Safari 16.4 or later can open it.",
      ),
    );
    return;
  }
  const theme = stored("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  [words, catalogue, figures] = await Promise.all(["words", "catalogue", "figures"].map(unpacked));
  corrections.restore();
  onLanguage.push(spoken);
  speak(choiceOfLanguage());
  corrections.changed.push(showCount, markShown);
  byId("language").addEventListener("click", otherLanguage);
  byId("theme").addEventListener("click", otherTheme);
  byId("help").addEventListener("click", showHelp);
  byId("download").addEventListener("click", () => corrections.download());
  byId("article").addEventListener("click", clickMark);
  byId("only").addEventListener("change", (event) => {
    state.only = event.target.value;
    filterArticles();
  });
  whenTyped(byId("search"), () => {
    state.query = byId("search").value;
    history.replaceState(null, "", addressOf({ ...state, mention: null }));
    filterArticles();
    markShown();
  });
  whenTyped(byId("project-search"), showProjects);
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", arrive);
  addEventListener("beforeprint", () => {
    for (const table of document.querySelectorAll("#article details.table")) {
      table.open = true;
      fillTable(table);
    }
    drawWholeProjects(true);
  });
  addEventListener("afterprint", () => drawWholeProjects(false));
  await arrive();
  document.documentElement.dataset.ready = "yes";
  (window.requestIdleCallback ?? setTimeout)(openSearchable);
}

// The last chunks may still be on their way when this runs; nothing is opened before they are here.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
