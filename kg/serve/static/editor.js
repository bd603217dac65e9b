// A SPARQL editor on a plain text area: colours behind the text, completion of names, Ctrl+Enter to run.
// Without it the page works all the same.
"use strict";
(() => {
  const area = document.getElementById("query");
  if (!area) return;
  const words = "ADD ALL AS ASC ASK AVG BASE BIND BOUND BY COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE DAY DESC " +
    "DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP GROUP_CONCAT HAVING IF IN IRI LANG LANGMATCHES LCASE LIMIT MAX MIN " +
    "MINUS MONTH NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED REGEX REPLACE SAMPLE SELECT SEPARATOR STR STRAFTER " +
    "STRBEFORE STRENDS STRLEN STRSTARTS SUBSTR SUM UCASE UNDEF UNION VALUES WHERE YEAR";
  const keywords = new Set(words.split(" "));
  const token = /(#[^\n]*)|('''[^]*?'''|"""[^]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(<[^<>"{}|^`\\\s]*>)|([?$]\w+)|([A-Za-z][\w.-]*:[\w.\-\/%]*|:[\w.-]+)|(\w+)|([^])/g;
  const kinds = ["comment", "string", "iri", "variable", "name", "word"];
  let terms = [];

  // -- colours
  const box = document.createElement("div");
  box.className = "editor on";
  const behind = document.createElement("pre");
  behind.setAttribute("aria-hidden", "true");
  area.replaceWith(box);
  box.append(behind, area);

  function paint() {
    behind.replaceChildren();
    for (const match of area.value.matchAll(token)) {
      const kind = kinds.findIndex((_, index) => match[index + 1] !== undefined);
      const name = kinds[kind];
      if (name && (name !== "word" || keywords.has(match[0].toUpperCase()) || match[0] === "a")) {
        const span = document.createElement("span");
        span.className = "tk-" + name;
        span.textContent = match[0];
        behind.append(span);
      } else behind.append(match[0]);
    }
    behind.append("\n");
    behind.scrollTop = area.scrollTop;
  }

  // -- completion
  const list = document.createElement("ul");
  list.className = "choices";
  list.id = "choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  list.hidden = true;
  box.append(list);
  area.setAttribute("aria-controls", "choices");
  let chosen = 0, found = [];

  const before = () => (area.value.slice(0, area.selectionStart).match(/[?$]?[\w:.\-]*$/) || [""])[0];

  function candidates(start) {
    const lower = start.toLowerCase();
    if (/^[?$]/.test(start)) {
      const names = new Set(area.value.match(/[?$]\w+/g));
      names.delete(start);
      return [...names].filter(name => name.startsWith(start)).map(name => ({ text: name, label: "variable" }));
    }
    const hits = terms.filter(term => term.text.toLowerCase().includes(lower) || term.label.toLowerCase().includes(lower));
    const first = term => !term.text.toLowerCase().replace(/^\w+:/, "").startsWith(lower.replace(/^\w+:/, ""));
    hits.sort((a, b) => first(a) - first(b) || a.text.localeCompare(b.text));
    const keys = [...keywords].filter(word => lower && word.toLowerCase().startsWith(lower));
    return [...keys.map(word => ({ text: word, label: "keyword" })), ...hits];
  }

  function show(force) {
    const start = before();
    found = force || start.length > 2 ? candidates(start).slice(0, 40) : [];
    if (found.length === 1 && found[0].text === start) found = [];
    list.replaceChildren(...found.map((choice, index) => {
      const entry = document.createElement("li"), small = document.createElement("small");
      entry.id = "choice" + index;
      entry.setAttribute("role", "option");
      small.textContent = choice.label;
      entry.append(choice.text, small);
      entry.addEventListener("mousedown", event => { event.preventDefault(); chosen = index; take(); });
      return entry;
    }));
    list.hidden = !found.length;
    if (found.length) { mark(0); place(); }
    else area.removeAttribute("aria-activedescendant");
  }

  function place() {
    const lines = area.value.slice(0, area.selectionStart).split("\n");
    const height = parseFloat(getComputedStyle(area).lineHeight) || 22;
    list.style.top = Math.min(lines.length * height + 14 - area.scrollTop, area.offsetHeight) + "px";
    list.style.left = Math.min(lines.at(-1).length * 8, Math.max(box.offsetWidth - 280, 0)) + "px";
  }

  function mark(index) {
    chosen = (index + found.length) % found.length;
    [...list.children].forEach((entry, number) => entry.setAttribute("aria-selected", number === chosen));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", "choice" + chosen);
  }

  function take() {
    area.setRangeText(found[chosen].text, area.selectionStart - before().length, area.selectionStart, "end");
    list.hidden = true;
    found = [];
    paint();
    area.focus();
  }

  area.addEventListener("input", () => { paint(); show(false); });
  area.addEventListener("scroll", () => { behind.scrollTop = area.scrollTop; });
  area.addEventListener("blur", () => { list.hidden = true; });
  area.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); area.form.requestSubmit(); return; }
    if (event.ctrlKey && event.key === " ") { event.preventDefault(); show(true); return; }
    if (list.hidden) return;
    const act = { ArrowDown: () => mark(chosen + 1), ArrowUp: () => mark(chosen - 1), Enter: take, Tab: take, Escape: () => { list.hidden = true; } }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  fetch(area.dataset.terms).then(answer => answer.json()).then(loaded => { terms = loaded; }).catch(() => {});
  paint();
})();
