// Text with stretches marked, which may nest, cross and run over line ends.

// A stretch is { start, end, rank, make }: offsets in units, `make()` gives its element, lower ranks lie outside.
// Stretches that cross are cut where they cross; `opens` marks the first piece of each, `closes` its last.
// `places`, where given, learns at which unit each text node begins. `fold` may rewrite a text that is only shown.
function markedText(text, stretches, { from = 0, to = text.length, places = null, fold = null } = {}) {
  const root = document.createDocumentFragment();
  const sorted = stretches
    .map((stretch) => ({
      ...stretch,
      start: Math.max(stretch.start, from),
      end: Math.min(stretch.end, to),
      whole: stretch,
    }))
    .filter((stretch) => stretch.start < stretch.end)
    .sort((one, other) => one.start - other.start || one.rank - other.rank || other.end - one.end);
  const bounds = [...new Set([from, to, ...sorted.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  let open = []; // [{ stretch, node }], outermost first
  let active = [];
  let next = 0;
  for (let index = 0; index + 1 < bounds.length; index += 1) {
    const [start, end] = [bounds[index], bounds[index + 1]];
    active = active.filter((stretch) => stretch.end > start);
    while (next < sorted.length && sorted[next].start <= start) active.push(sorted[next++]);
    const wanted = [...active].sort(
      (one, other) => one.rank - other.rank || one.start - other.start || other.end - one.end,
    );
    let kept = 0;
    while (kept < open.length && open[kept].stretch === wanted[kept]) kept += 1;
    open = open.slice(0, kept);
    for (const stretch of wanted.slice(kept)) {
      const node = stretch.make();
      if (!stretch.begun && stretch.start === stretch.whole.start) node.classList.add("opens");
      stretch.begun = true;
      (open.at(-1)?.node ?? root).append(node);
      open.push({ stretch, node });
    }
    for (const [depth, { stretch, node }] of open.entries()) {
      if (stretch.end === end && stretch.end === stretch.whole.end) node.classList.add("closes");
      const inside = open.slice(depth + 1).filter((each) => each.node.tagName === "MARK").length;
      if (inside > Number(node.dataset.inside ?? 0)) node.dataset.inside = Math.min(inside, 3);
    }
    const part = text.slice(start, end);
    const leaf = document.createTextNode(fold ? fold(part) : part);
    places?.set(leaf, start);
    (open.at(-1)?.node ?? root).append(leaf);
  }
  return root;
}

const MARK_RANK = 2;

// The element of a mention in a text.
function markOf(mention) {
  const mark = document.createElement("mark");
  mark.dataset.id = mention.id;
  dress(mark, mention);
  return mark;
}

// Show a mention's label, the reader's decision on it, and whether the filters ask for it.
function dress(mark, mention) {
  const { decision } = mention;
  const label = labelOf(mention);
  Object.assign(mark.dataset, { label, letter: word(`letter.${label}`) });
  if (decision) mark.dataset.decision = decision.action;
  else delete mark.dataset.decision;
  mark.classList.toggle("muted", !isShown(label));
  mark.classList.toggle("passed", isShown(label) && !isFound(mention));
}

// A mention's label, as the reader has it.
function labelOf(mention) {
  return mention.decision?.to ?? mention.label;
}
