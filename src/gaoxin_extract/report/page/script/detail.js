// One mention in full: its value with every field, who found it, its score, its evidence, what it belongs to.

function mentionDetail(mention) {
  const { record } = current.opened;
  const label = labelOf(mention);
  const rows = [];
  const row = (name, ...content) => rows.push(element("dt", {}, name), element("dd", {}, content));
  const norm = Object.entries(mention.norm ?? {});
  for (const [key, value] of norm.filter(([, value]) => value !== null)) {
    row(
      said(`norm.${key}`, key),
      element(
        "span",
        { lang: "zh" },
        key === "equals"
          ? element(
              "button",
              { type: "button", className: "link", onclick: () => showMention(value) },
              current.mentions.get(value)?.text ?? value,
            )
          : fieldOf(key, value),
      ),
    );
  }
  const unsaid = norm.filter(([, value]) => value === null).map(([key]) => said(`norm.${key}`, key));
  if (unsaid.length)
    row(word("unsaid"), element("span", { className: "unsaid" }, unsaid.join(language === "zh" ? "、" : ", ")));
  const found = [];
  const line = (name, ...content) => found.push(element("dt", {}, name), element("dd", {}, content));
  if (mention.extractor) {
    const { kind, name } = finder(mention.extractor);
    line(word("extractor"), kind ? `${word(kind)} ` : "", element("code", {}, name));
    line(word("score"), scoreBar(mention.score));
  }
  line(word("evidence"), element("span", { lang: "zh" }, evidence(mention)));
  const words = printedWords(current.opened, mention);
  if (words !== null) line(word("evidence.printed"), element("span", { className: "verbatim", lang: "zh" }, words));
  line(
    word("where"),
    word("where.text", number(mention.start), number(mention.end)),
    mention.source_start === undefined
      ? null
      : [element("br"), word("where.source", number(mention.source_start), number(mention.source_end))],
  );
  const used = record.projects.filter(
    (project) => project.mentions.includes(mention.id) || project.facts.some((fact) => fact.entity === mention.id),
  );
  if (used.length)
    line(
      word("used"),
      used.map((project) =>
        element(
          "div",
          { lang: "zh" },
          element(
            "button",
            {
              type: "button",
              className: "link",
              onclick: () => showProject(project.id),
            },
            project.name,
          ),
        ),
      ),
    );
  for (const warning of record.warnings.filter(({ entity }) => entity === mention.id))
    line(word("warnings"), said(`warning.${warning.code}`, warning.message));
  const said_ = mention.decision
    ? word(`decision.${mention.decision.action}`, word(`label.${label}`))
    : word("decision.none");
  return element(
    "section",
    { className: "detail", data: { label } },
    element(
      "header",
      {},
      element("h3", {}, badge(label), ` ${word(`label.${label}`)}`),
      element(
        "button",
        { type: "button", className: "round", "aria-label": word("close"), onclick: () => letGo() },
        "×",
      ),
    ),
    element("p", { className: "words", lang: "zh" }, mention.text),
    mention.norm ? element("p", { className: "value", lang: "zh" }, valueOf(mention.label, mention.norm)) : null,
    element("dl", { className: "norm" }, rows),
    element("dl", {}, found),
    reviewButtons(mention, said_),
  );
}

function scoreBar(score) {
  return element(
    "span",
    { className: "score" },
    element("meter", { min: 0, max: 1, value: score }),
    ` ${score.toFixed(3)}`,
  );
}

// The sentence that a mention stands in, the mention marked.
function evidence(mention) {
  const { text, units } = current;
  const [start, end] = [units.unit(mention.start), units.unit(mention.end)];
  const before = /[^。！？!?…\n]*$/.exec(text.slice(0, start))[0];
  const after = /^[^。！？!?…\n]*[。！？!?…]*[”’」』）)》]*/.exec(text.slice(end))[0];
  return [before, element("strong", {}, text.slice(start, end)), after];
}

function reviewButtons(mention, said_) {
  const decision = mention.decision?.action;
  const act = (name, key, does, pressed) =>
    element(
      "button",
      {
        type: "button",
        className: "act",
        "aria-pressed": pressed === undefined ? null : String(pressed),
        onclick: does,
      },
      word(name),
      " ",
      element("kbd", {}, key),
    );
  return element(
    "footer",
    {},
    element("p", {}, element("span", { className: "of" }, `${word("decision")} `), said_),
    element(
      "div",
      { className: "acts" },
      decision === "add"
        ? act("do.remove", "x", () => review("reject"))
        : [
            act("do.accept", "a", () => review("accept"), decision === "accept"),
            act("do.reject", "x", () => review("reject"), decision === "reject"),
          ],
      act("do.undo", "u", undo),
    ),
    element(
      "div",
      { className: "acts", role: "group", "aria-label": word("do.relabel") },
      LABELS.map((label, place) =>
        element(
          "button",
          {
            type: "button",
            className: "label",
            data: { label },
            title: `${word("do.relabel")}: ${word(`label.${label}`)} (${place + 1})`,
            "aria-pressed": String(label === labelOf(mention)),
            onclick: () => review("relabel", label),
          },
          element("b", {}, word(`letter.${label}`)),
          ` ${place + 1}`,
        ),
      ),
    ),
  );
}
