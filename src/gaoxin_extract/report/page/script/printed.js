// The source as it was printed: this article's part in ink, the rest of the page pale, mentions run over line ends.

const TAG_RUN =
  /(?:\s*(?:<script\b[\s\S]*?<\/script\s*>|<style\b[\s\S]*?<\/style\s*>|<!--[\s\S]*?-->|<[a-zA-Z/!?][^<>]*>))+\s*/gi;
const BLOCK_TAG =
  /<\/?(?:p|div|br|li|tr|h[1-6]|title|ul|ol|table|section|article|header|footer|nav|body|head|td|th|dd|dt|figure|figcaption|meta|main|aside)\b/i;
const REFERENCE = /&(?:#\d+|#x[\da-f]+|[a-z]\w*);/gi;

function printedSheet(opened, mentions) {
  const { page, start, record } = opened;
  const points = new Points(page);
  const unit = (point) => points.unit(point - start);
  const isHtml = record.source.media_type === "text/html";
  const stretches = record.spans.map(([from, to]) => ({ start: unit(from), end: unit(to), rank: 0, make: ownPart }));
  for (const mention of mentions) {
    if (mention.source_start === undefined) continue; // one that the reader added
    for (const [from, to] of mention.source_spans ?? [[mention.source_start, mention.source_end]]) {
      stretches.push({ start: unit(from), end: unit(to), rank: MARK_RANK, make: () => markOf(mention) });
    }
  }
  if (isHtml) {
    for (const run of page.matchAll(TAG_RUN)) {
      stretches.push({
        start: run.index,
        end: run.index + run[0].length,
        rank: 5,
        make: () => element("span", { className: "code" }),
      });
      if (BLOCK_TAG.test(run[0])) {
        stretches.push({
          start: run.index,
          end: run.index + run[0].length,
          rank: 4,
          make: () => element("span", { className: "breaks" }),
        });
      }
    }
  }
  const sheet = element("div", { className: isHtml ? "sheet html" : "sheet", lang: "zh" });
  if (!isHtml) sheet.style.setProperty("--columns", columnsOf(page));
  sheet.append(markedText(page, stretches, { fold: isHtml ? readReferences : null }));
  return sheet;
}

const WIDEST = 34; // columns of a line that a pane holds; what is wider was not set in lines

// How wide lines are set, in full-width characters: those of the widest but one in twenty.
function columnsOf(page) {
  const wide = (line) =>
    [...line].reduce((sum, letter) => sum + (letter > "\u2e7f" || "“”‘’—…".includes(letter) ? 1 : 0.55), 0);
  const widths = page
    .split("\n", 2000)
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .map((line) => wide(line.slice(0, 200)))
    .sort((a, b) => a - b);
  const columns = Math.ceil(widths[Math.floor(widths.length * 0.95)] ?? 20) + 2;
  return columns > WIDEST ? 22 : Math.max(columns, 18);
}

function ownPart() {
  return element("span", { className: "own" });
}

// What `&mdash;` and its like stand for; the parser runs no script and fetches nothing.
function readReferences(text) {
  return text.replace(
    REFERENCE,
    (reference) => new DOMParser().parseFromString(reference, "text/html").body?.textContent || reference,
  );
}

// A mention's characters as the source prints them, line ends shown.
function printedWords(opened, mention) {
  if (opened.page === null || mention.source_start === undefined) return null;
  const points = new Points(opened.page);
  return (mention.source_spans ?? [[mention.source_start, mention.source_end]])
    .map(([from, to]) => points.slice(from - opened.start, to - opened.start).replace(/\r\n|[\r\n\u2028\u2029]/g, "⏎"))
    .join(" … ");
}
