// The mention or fact that the reader looks at: chosen by click, key or address, and let go.

function drawDetail() {
  const mention = current.mentions.get(current.chosen);
  for (const marked of document.querySelectorAll("mark.chosen")) marked.classList.remove("chosen");
  if (mention) for (const marked of marksOf(mention.id)) marked.classList.add("chosen");
  byId("detail")?.replaceChildren(
    mention ? mentionDetail(mention) : element("p", { className: "about hint" }, word("mention.none")),
  );
  byId("article").classList.toggle("looking", Boolean(mention));
}

function marksOf(id) {
  return document.querySelectorAll(`mark[data-id="${CSS.escape(id)}"]`);
}

// Choose a mention: it stands out in both texts, its value beside them.
function chooseMention(id) {
  if (!current.opened || !current.mentions.has(id)) return;
  current.chosen = id;
  drawDetail();
  for (const pane of ["printed", "restored"]) bringIntoPane(byId(pane), byId(pane)?.querySelector("mark.chosen"));
  const [first] = document.querySelectorAll("#restored mark.chosen");
  if (first && matchMedia("(max-width: 60rem)").matches && byId("article").dataset.pane === "restored")
    first.scrollIntoView({ block: "center", behavior: motion() });
  byId("facts")?.scrollTo({ top: 0 });
}

function showMention(id) {
  go({ view: "articles", article: current.number, mention: id }, { replace: true });
}

function letGo() {
  current.chosen = null;
  go({ view: "articles", article: current.number, mention: null }, { replace: true });
  drawDetail();
}

// The words that state a fact: the mention, where it is one, and a flash over the stretch itself.
function showEvidence(fact) {
  if (byId("article").dataset.pane === "facts") choosePane("restored");
  if (fact.entity && current.mentions.has(fact.entity)) showMention(fact.entity);
  else letGo();
  const { units } = current;
  const range = rangeOf(units.unit(fact.start), units.unit(fact.end));
  if (!range) return;
  const flash = "highlights" in CSS ? new Highlight(range) : null;
  if (flash) CSS.highlights.set("evidence", flash);
  const pane = byId("restored");
  const anchor = range.startContainer.parentElement;
  bringIntoPane(
    pane,
    anchor.tagName === "MARK" ? anchor : { getBoundingClientRect: () => range.getBoundingClientRect() },
  );
  setTimeout(() => flash && CSS.highlights.get("evidence") === flash && CSS.highlights.delete("evidence"), 2600);
}

// The stretch of the restored text from one unit to another, as the page has it.
function rangeOf(start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(document.querySelector("#restored .text"), NodeFilter.SHOW_TEXT);
  let begun = false;
  for (let leaf = walker.nextNode(); leaf; leaf = walker.nextNode()) {
    const at = current.places.get(leaf);
    if (!begun && at + leaf.length > start) {
      range.setStart(leaf, Math.max(start - at, 0));
      begun = true;
    }
    if (begun && at + leaf.length >= end) {
      range.setEnd(leaf, Math.min(Math.max(end - at, 0), leaf.length));
      return range;
    }
  }
  return null;
}

// To the next or previous mention, of those that the filters show.
function stepMention(by) {
  if (!current.opened) return;
  const shown = current.ordered.filter((mention) => isShown(labelOf(mention)) && isFound(mention));
  if (!shown.length) return;
  const place = shown.findIndex(({ id }) => id === current.chosen);
  const next = place < 0 ? (by > 0 ? 0 : shown.length - 1) : (place + by + shown.length) % shown.length;
  showMention(shown[next].id);
}

function leaf(by) {
  const place = shownArticles.indexOf(current.number) + by;
  if (place in shownArticles) go({ view: "articles", article: shownArticles[place], mention: null });
}

function clickMark(event) {
  if (!getSelection().isCollapsed) return;
  const mark = event.target.closest?.("mark[data-id]");
  if (!mark) return;
  // A second click on the same place takes the mention around it.
  const outer = mark.dataset.id === current.chosen ? mark.parentElement.closest("mark[data-id]") : null;
  showMention((outer ?? mark).dataset.id);
}
