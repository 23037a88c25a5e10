// A list that draws only the rows in sight: five thousand cost no more than twenty.

const MOST_ON_PAPER = 2_000;

class Rows {
  whole = false; // all rows, for paper

  // `height` of a row in pixels; `row(index)` makes one.
  constructor(frame, place, height, row) {
    Object.assign(this, { frame, place, height, row, count: 0, drawn: "" });
    frame.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(frame);
  }

  show(count) {
    this.count = count;
    this.place.style.setProperty("height", `${count * this.height}px`);
    this.drawn = "";
    this.draw();
  }

  draw() {
    const above = 6;
    const first = this.whole ? 0 : Math.max(Math.floor(this.frame.scrollTop / this.height) - above, 0);
    const last = Math.min(
      first + (this.whole ? MOST_ON_PAPER : Math.ceil(this.frame.clientHeight / this.height) + 2 * above),
      this.count,
    );
    if (this.drawn === `${first}-${last}`) return;
    this.drawn = `${first}-${last}`;
    const focused = this.place.contains(document.activeElement)
      ? document.activeElement.closest("li")?.dataset.index
      : null;
    this.place.replaceChildren(
      ...Array.from({ length: Math.max(last - first, 0) }, (_, offset) => {
        const index = first + offset;
        const item = this.row(index);
        item.dataset.index = index;
        item.setAttribute("aria-setsize", this.count);
        item.setAttribute("aria-posinset", index + 1);
        item.style.setProperty("transform", `translateY(${index * this.height}px)`);
        return item;
      }),
    );
    if (focused) this.place.querySelector(`li[data-index="${focused}"] a`)?.focus({ preventScroll: true });
  }

  again() {
    this.drawn = "";
    this.draw();
  }

  reveal(index) {
    const top = index * this.height;
    if (top < this.frame.scrollTop) this.frame.scrollTop = top - this.height;
    const below = top + 2 * this.height - this.frame.clientHeight;
    if (below > this.frame.scrollTop) this.frame.scrollTop = below;
    this.draw();
  }
}

let articleRows = null;

function showList() {
  articleRows ??= new Rows(byId("list"), byId("rows"), 76, (index) => articleRow(shownArticles[index]));
  articleRows.show(shownArticles.length);
  const found = byId("found");
  found.replaceChildren(
    shownArticles.length
      ? word("found", number(shownArticles.length), number(catalogue.ids.length))
      : word("found.none"),
  );
  if (shownArticles.length < catalogue.ids.length) {
    found.append(" ", element("button", { type: "button", className: "link", onclick: resetFilters }, word("reset")));
  }
  const place = shownArticles.indexOf(state.article);
  if (place >= 0) articleRows.reveal(place);
}

function articleRow(article) {
  const snippet = snippets.get(article);
  const labels = LABELS.map((label, place) => [label, catalogue.counts[article][place]]).filter(([, count]) => count);
  const below = snippet
    ? element(
        "span",
        { className: "snippet" },
        badge(LABELS[snippet.place]),
        ` ${snippet.line.filter(Boolean).join(" → ")}`,
      )
    : element(
        "span",
        { className: "marks" },
        ...labels.map(([label, count]) =>
          element(
            "span",
            { className: "count", data: { label }, title: word(`label.${label}`) },
            `${word(`letter.${label}`)} ${count}`,
          ),
        ),
      );
  const path = catalogue.paths[article];
  const about = [catalogue.dates[article] ?? word("dct.unknown"), path.split("/").pop()].join(" · ");
  const made = correctionsOf(catalogue.ids[article]);
  const state_ = catalogue.states[article];
  return element(
    "li",
    {},
    element(
      "a",
      {
        href: addressOf({ ...state, view: "articles", article, mention: null }),
        "aria-current": article === state.article ? "true" : null,
      },
      element(
        "span",
        { className: catalogue.titled[article] ? "title" : "title opening", lang: "zh" },
        catalogue.titles[article] || word("untitled"),
      ),
      element(
        "span",
        { className: "about", title: path },
        state_ === "printed"
          ? null
          : element("span", { className: "flag", title: word(`notice.${state_}`) }, word(`state.${state_}`)),
        made
          ? element(
              "span",
              { className: "made", title: word(made === 1 ? "corrections.one" : "corrections.many", number(made)) },
              `✎ ${number(made)} `,
            )
          : null,
        about,
      ),
      below,
    ),
  );
}

function badge(label) {
  return element("b", { className: "badge", data: { label }, title: word(`label.${label}`) }, word(`letter.${label}`));
}
