// The interface's language: the reader's choice, else the browser's; the words stand in words.json.

const STORE = "gaoxin-extract/report/";
let words = {};
let language = "en";
const onLanguage = [];

function stored(key) {
  try {
    return localStorage.getItem(STORE + key);
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(STORE + key);
    else localStorage.setItem(STORE + key, value);
    return true;
  } catch {
    return false;
  }
}

// The word for `key`; `{0}` and `{1}` in it are filled.
function word(key, ...filled) {
  return said(key, key).replace(/\{(\d)\}/g, (_, place) => filled[place]);
}

function said(key, otherwise) {
  return words[language]?.[key] ?? otherwise;
}

function choiceOfLanguage() {
  const known = stored("language");
  if (known === "zh" || known === "en") return known;
  return (navigator.languages ?? [navigator.language]).some((each) => each.startsWith("zh")) ? "zh" : "en";
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
  translate(document.body);
  for (const told of onLanguage) told();
}

// Fill in the words that an element or its children ask for.
function translate(root) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const [data, attribute] of [
    ["title", "title"],
    ["label", "aria-label"],
    ["placeholder", "placeholder"],
  ]) {
    for (const element of root.querySelectorAll(`[data-${data}]`)) {
      element.setAttribute(attribute, word(element.dataset[data]));
    }
  }
}

// A count where there is little room: "22.8k", "2.3万".
function brief(count) {
  return count < 10_000
    ? number(count)
    : count.toLocaleString(language === "zh" ? "zh-CN" : "en", { notation: "compact", maximumSignificantDigits: 3 });
}

function number(count) {
  return count.toLocaleString(language === "zh" ? "zh-CN" : "en");
}
