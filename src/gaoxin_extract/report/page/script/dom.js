// Elements are made here, and text only ever becomes a text node: no string is read as markup.

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "data") Object.assign(made.dataset, value);
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "role") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

let sayingTimer = 0;

// A word to the reader at the foot of the page, which goes by itself.
function say(line) {
  const place = byId("said");
  place.textContent = line;
  place.classList.add("shown");
  clearTimeout(sayingTimer);
  sayingTimer = setTimeout(() => place.classList.remove("shown"), 3500);
}

// Bring `target` into the middle, or to the start, of the pane that scrolls it, and leave everything else where it is.
function bringIntoPane(pane, target, { behavior = motion(), block = "center" } = {}) {
  if (!pane || !target) return;
  const [box, frame] = [target.getBoundingClientRect(), pane.getBoundingClientRect()];
  const scrolls = pane.scrollHeight > pane.clientHeight + 1 && getComputedStyle(pane).overflowY !== "visible";
  if (scrolls && (box.top < frame.top + 40 || box.bottom > frame.bottom - 40)) {
    const above = block === "center" ? frame.height / 2 : 60;
    pane.scrollTo({ top: pane.scrollTop + box.top - frame.top - above, behavior });
  }
}

function motion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
