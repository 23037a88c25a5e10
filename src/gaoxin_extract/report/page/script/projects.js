// All projects of the report, each once, the largest sum first; a row leads to the article that tells of it.

let projectRows = null;
let shownProjects = [];

function showProjects() {
  const query = byId("project-search").value.trim().toLowerCase();
  shownProjects = figures.projects.filter(
    (project) =>
      !query ||
      [project.name, project.zone, ...project.bodies.map(([, name]) => name), word(`stage.${project.stage ?? "none"}`)]
        .join("\t")
        .toLowerCase()
        .includes(query),
  );
  byId("projects-found").textContent = word(
    "projects.found",
    number(shownProjects.length),
    number(figures.projects.length),
  );
  projectRows ??= new Rows(byId("project-list"), byId("project-rows"), 84, (index) => projectRow(shownProjects[index]));
  projectRows.show(shownProjects.length);
}

// On paper nobody scrolls.
function drawWholeProjects(whole) {
  if (!projectRows || state.view !== "projects") return;
  projectRows.whole = whole;
  projectRows.again();
}

function projectRow(project) {
  const { sum } = project;
  const bodies = project.bodies
    .slice(0, 3)
    .map(([role, name]) => `${role ? `${said(`role.${role}`, role)} ` : ""}${name}`)
    .join(" · ");
  const steps = project.happenings.map((step) => `${step.date} ${word(`event.${step.event}`)}`).join(" → ");
  return element(
    "li",
    {},
    element(
      "a",
      { href: addressOf({ view: "articles", article: project.articles[0], mention: null, query: "" }) },
      element("span", { className: "title", lang: "zh" }, project.name),
      element(
        "span",
        { className: "sum" },
        sum ? money(sum.least, sum.most, sum.currency, sum.mod) : "",
        sum?.differs ? element("small", {}, ` ${word("differs")}`) : null,
      ),
      stageSteps(project.stage),
      element(
        "span",
        { className: "about" },
        [project.zone, bodies, steps].filter(Boolean).join(" · ") || said(`kind.${project.kind}`, project.kind),
      ),
      element(
        "span",
        { className: "count" },
        word(project.articles.length === 1 ? "counted.article" : "counted.articles", number(project.articles.length)),
      ),
    ),
  );
}
