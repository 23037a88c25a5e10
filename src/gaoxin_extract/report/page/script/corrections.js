// The reader's decisions: one for each mention, the last counts; undone in steps, kept by the browser, downloaded.

const ACTIONS = ["accept", "reject", "relabel", "add"];
const SCHEMA = "gaoxin-extract/correction/1";

const corrections = {
  made: new Map(), // key of a mention → the line that will be written
  steps: [], // what each step found in the places that it changed
  changed: [],

  keyOf(article, label, start, end) {
    return JSON.stringify([article, label, start, end]);
  },

  of(article, mention) {
    return this.made.get(this.keyOf(article, mention.label, mention.start, mention.end)) ?? null;
  },

  // Mentions of an article that the reader added.
  addedTo(article) {
    return [...this.made.values()].filter((line) => line.article === article && line.action === "add");
  },

  // Take decisions as one step; a decision is a line, or [key, null] to take one back.
  take(decisions) {
    const step = [];
    for (const decision of decisions) {
      const [key, line] = Array.isArray(decision)
        ? decision
        : [this.keyOf(decision.article, decision.label, decision.start, decision.end), decision];
      step.push([key, this.made.get(key) ?? null]);
      this.put(key, line);
    }
    this.steps.push(step);
    this.keep();
  },

  put(key, line) {
    this.made.delete(key);
    if (line) this.made.set(key, line);
  },

  undo() {
    const step = this.steps.pop();
    if (!step) return false;
    for (const [key, before] of step.reverse()) this.put(key, before);
    this.keep();
    return true;
  },

  line(record, mention, action, to = null) {
    const { label, start, end, text } = mention;
    const { path, sha256 } = record.source;
    return { schema: SCHEMA, article: record.id, source: path, sha256, action, label, start, end, text, to };
  },

  jsonLines() {
    return [...this.made.values()].map((line) => `${JSON.stringify(line)}\n`).join("");
  },

  storeKey() {
    return `corrections/${catalogue.digest}`;
  },

  keep() {
    const kept = store(this.storeKey(), this.made.size ? this.jsonLines() : null);
    if (!kept) say(word("stored.not"));
    for (const told of this.changed) told();
  },

  restore() {
    for (const line of this.read(stored(this.storeKey()) ?? ""))
      this.put(this.keyOf(line.article, line.label, line.start, line.end), line);
  },

  // The decisions in a text; what is none, or on an article that is not here, is passed over.
  read(text) {
    const known = new Set(catalogue.ids);
    return text
      .split("\n")
      .filter((line) => line.trim())
      .flatMap((written) => {
        try {
          const { schema, article, source, sha256, action, label, start, end, text: words_, to } = JSON.parse(written);
          const fits =
            schema === SCHEMA &&
            known.has(article) &&
            LABELS.includes(label) &&
            ACTIONS.includes(action) &&
            Number.isInteger(start) &&
            Number.isInteger(end) &&
            typeof words_ === "string" &&
            (action === "relabel" ? LABELS.includes(to) : to === null);
          return fits ? [{ schema, article, source, sha256, action, label, start, end, text: words_, to }] : [];
        } catch {
          return [];
        }
      });
  },

  // Go on with a file that was downloaded before; one step, so that it can be undone.
  async open(file) {
    const text = await file.text();
    const lines = this.read(text);
    if (lines.length) this.take(lines);
    say(
      word(
        "done.load",
        number(lines.length),
        number(text.split("\n").filter((line) => line.trim()).length - lines.length),
      ),
    );
  },

  download() {
    if (!this.made.size) return say(word("ask.download"));
    const name = "corrections.jsonl";
    const address = URL.createObjectURL(new Blob([this.jsonLines()], { type: "application/jsonl" }));
    const link = element("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    store(this.storeKey(), null);
    say(word("done.download", name));
  },
};
