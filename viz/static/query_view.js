// Asking in SPARQL, in the explorer: the query page's own parts, and the address of the explorer.

import { fillFromAddress, startAsking } from "./asking.js";
import { isCarried, read } from "./data.js";
import { byId, el } from "./dom.js";
import { ASKING, COMMON } from "./english.js";

let page = null;
let last = "";
let isThere = null;

export const queryView = {
  name: "query",
  title: ASKING.title,

  show(given) {
    page = given;
    const place = byId("view-query");
    if (isCarried()) return place.replaceChildren(el("div", { class: "reading" }, heading(), el("p", { class: "lead" }, COMMON.notHere)));
    isThere ??= begin(place);
    return isThere.then(() => {
      if (key() === last) return;
      last = key();
      fillFromAddress();
    });
  },
};

async function begin(place) {
  const loading = el("p", { role: "status" }, ASKING.loading);
  place.replaceChildren(el("div", { class: "reading" }, heading(), loading));
  try {
    const data = await read("/explorer/query.json");
    loading.replaceWith(...frame(data)); // the heading stays, and with it the focus
    last = key();
    startAsking(data, { read: asked, write });
  } catch (error) {
    isThere = null;
    place.replaceChildren(el("p", { class: "complaint", role: "alert" }, error.message));
  }
}

function key() {
  const { question, query, values } = page.state;
  return JSON.stringify([question, query, values]);
}

function asked() {
  const { question, query, values } = page.state;
  return { question, query, values: Object.fromEntries(new URLSearchParams(values)) };
}

function write({ question, query, values }) {
  const part = { question: String(question), query, values: new URLSearchParams(values).toString() };
  last = JSON.stringify([part.question, part.query, part.values]);
  page.change(part);
}

function heading() {
  return el("h2", { tabindex: "-1", "data-first": true }, ASKING.title);
}

// The elements that the query page has from its template.
function frame(data) {
  return [
    el("p", { class: "lead" }, ASKING.lead),
    el("form", { id: "ask", class: "ask" },
      el("label", { for: "question" }, ASKING.example),
      el("select", { id: "question", autocomplete: "off", "aria-describedby": "note" },
        el("option", { value: "" }, ASKING.own),
        data.questions.map(({ number, question }) => el("option", { value: number }, `${number}. ${question}`))),
      el("p", { id: "note", class: "quiet" }),
      el("fieldset", { id: "parameters", hidden: true, "aria-label": ASKING.parameters }),
      el("label", { for: "text" }, ASKING.query),
      el("div", { class: "editor" }, el("textarea", { id: "text", rows: "16", dir: "ltr", spellcheck: "false", placeholder: ASKING.hint,
        autocapitalize: "off", autocomplete: "off", "aria-describedby": "keys" })),
      el("div", { class: "ways" }, el("button", { type: "submit", class: "button primary" }, ASKING.run),
        el("span", { id: "keys", class: "quiet" }, ASKING.keys))),
    el("p", { id: "status", role: "status" }), el("p", { id: "problem", role: "alert" }),
    el("div", { id: "downloads", class: "ways", hidden: true }), el("div", { id: "result" }),
  ];
}
