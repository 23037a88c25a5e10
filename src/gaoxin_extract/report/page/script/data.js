// The data that the page carries: packed JSON in script elements, opened when it is asked for.

async function unpacked(name) {
  const letters = document.getElementById(`data-${name}`).textContent;
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// Opened chunks, the latest last; a few are kept, so that leafing to and fro opens none twice.
const KEPT_CHUNKS = 8;
const openedChunks = new Map();

function chunk(number) {
  const known = openedChunks.get(number) ?? unpacked(`chunk-${number}`);
  openedChunks.delete(number);
  openedChunks.set(number, known);
  if (openedChunks.size > KEPT_CHUNKS) openedChunks.delete(openedChunks.keys().next().value);
  return known;
}

// The article `number` with its record, the text of its source or null, and where in the source that text begins.
async function openArticle(number) {
  let last = catalogue.firsts.length - 1;
  while (catalogue.firsts[last] > number) last -= 1;
  const { pages, articles } = await chunk(last);
  const { record, page, start } = articles[number - catalogue.firsts[last]];
  return { number, record, page: page === null ? null : pages[page], start, state: catalogue.states[number] };
}

let catalogue = null;
let figures = null;
let searchable = null;

// What a search looks through, in small letters: opened at the first search or when the page has nothing else to do.
function openSearchable() {
  searchable ??= unpacked("searched").then((articles) =>
    articles.map((labels) => labels.map((lines) => lines.toLowerCase())),
  );
  return searchable;
}
