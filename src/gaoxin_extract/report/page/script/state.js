// Where the reader is: view, article and mention stand in the address, so that back, forward and links work.

const state = { view: "overview", article: null, mention: null, query: "", labels: new Set(), only: "" };
const LABELS = ["MONEY", "PERCENT", "DATE", "ORG", "ZONE", "PROJECT"];

function addressOf({ view, article, mention, query }) {
  if (view !== "articles") return `#/${view}`;
  const place = ["#/articles", article, article !== null && mention].filter((part) => part || part === 0).join("/");
  return query ? `${place}?q=${encodeURIComponent(query)}` : place;
}

function readAddress() {
  const found = /^#\/(overview|articles|projects)(?:\/(\d+))?(?:\/([\w-]+))?(?:\?q=(.*))?$/.exec(location.hash);
  if (!found) return { view: "overview", article: null, mention: null, query: "" };
  const [, view, article, mention, query] = found;
  const number = article === undefined ? null : Number(article);
  return {
    view,
    article: number !== null && number < catalogue.ids.length ? number : null,
    mention: mention ?? null,
    query: unescaped(query ?? ""),
  };
}

function unescaped(query) {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}

function go(place, { replace = false } = {}) {
  const address = addressOf({ ...state, mention: null, ...place });
  if (address === location.hash) return;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  arrive();
}
