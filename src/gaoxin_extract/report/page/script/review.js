// Accept, reject, relabel, add, undo.

function review(action, to = null) {
  const mention = current.mentions.get(current.chosen);
  if (!mention) return say(word("ask.mention"));
  const { record } = current.opened;
  const key = corrections.keyOf(record.id, mention.label, mention.start, mention.end);
  if (mention.decision?.action === "add") {
    if (action === "reject") {
      corrections.take([[key, null]]);
      current.chosen = null;
      say(word("done.reject", mention.text));
    } else if (action === "relabel" && to !== mention.label) {
      const line = corrections.line(record, { ...mention, label: to }, "add");
      corrections.take([[key, null], line]);
      current.chosen = `added-${to}-${line.start}-${line.end}`;
    }
    return;
  }
  if (action === "relabel" && to === mention.label) action = "accept";
  corrections.take([corrections.line(record, mention, action, action === "relabel" ? to : null)]);
  say(
    action === "relabel"
      ? word("done.relabel", mention.text, word(`label.${to}`))
      : word(`done.${action}`, mention.text),
  );
}

// Accept all mentions of the article that the filters show and nobody has decided on.
function acceptAll() {
  if (!current.opened || state.view !== "articles") return;
  const open = current.ordered.filter((mention) => !mention.decision && isShown(mention.label) && isFound(mention));
  if (open.length) corrections.take(open.map((mention) => corrections.line(current.opened.record, mention, "accept")));
  say(word("done.accept.all", number(open.length)));
}

// Mark the selected words of the restored text; what overlaps them under the same label gives way.
function add(label) {
  const span = selectedSpan();
  if (!span) return say(word("ask.select"));
  const { record } = current.opened;
  const [start, end] = span;
  const text = current.units.slice(start, end);
  const rivals = current.ordered.filter(
    (mention) =>
      mention.label === label && mention.start < end && start < mention.end && mention.decision?.action !== "reject",
  );
  const same = rivals.find((mention) => mention.start === start && mention.end === end);
  getSelection().removeAllRanges();
  if (same?.decision?.action === "add") return;
  const known = record.entities.find(
    (mention) => mention.label === label && mention.start === start && mention.end === end,
  );
  const others = rivals
    .filter((mention) => mention !== same)
    .map((mention) =>
      mention.decision?.action === "add"
        ? [corrections.keyOf(record.id, label, mention.start, mention.end), null]
        : corrections.line(record, mention, "reject"),
    );
  current.chosen = known?.id ?? `added-${label}-${start}-${end}`;
  corrections.take([
    ...others,
    corrections.line(record, known ?? { label, start, end, text }, known ? "accept" : "add"),
  ]);
  say(known ? word("done.exists") : word(others.length ? "done.moved" : "done.add", text));
}

// What is selected in the restored text, in code points without blanks at its ends; null where nothing is.
function selectedSpan() {
  const selection = getSelection();
  if (!current.opened || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const body = document.querySelector("#restored .text");
  if (!body || !range.intersectsNode(body)) return null;
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  let [start, end] = [null, null];
  for (let leaf = walker.nextNode(); leaf; leaf = walker.nextNode()) {
    if (!range.intersectsNode(leaf)) continue;
    const at = current.places.get(leaf);
    start ??= at + (leaf === range.startContainer ? range.startOffset : 0);
    end = at + (leaf === range.endContainer ? range.endOffset : leaf.length);
  }
  if (start === null || end <= start) return null;
  const words = current.text.slice(start, end);
  start += words.length - words.trimStart().length;
  end -= words.length - words.trimEnd().length;
  return start < end ? [current.units.point(start), current.units.point(end)] : null;
}

function labelKey(label) {
  if (selectedSpan()) add(label);
  else review("relabel", label);
}

function undo() {
  say(word(corrections.undo() ? "done.undo" : "done.nothing"));
}

function showCount() {
  const count = corrections.made.size;
  articleRows?.again();
  byId("download").disabled = count === 0;
  byId("download-words").textContent = count === 0 ? word("download.none") : `${word("download")} (${number(count)})`;
}
