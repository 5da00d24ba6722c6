// The rows of a SELECT as a table. What comes from the store only enters as text.

import { el, link, text } from "./dom.js";
import { ASKING } from "./english.js";

// `pageOf(iri)` gives the page here about an IRI, or "".
export function table(columns, rows, pageOf) {
  const head = el("tr", {}, columns.map((name) => el("th", { scope: "col" }, name)));
  const body = rows.map((row) =>
    el("tr", {}, columns.map((name) => el("td", {}, row[name] ? term(row[name], pageOf) : ""))),
  );
  const place = { class: "scroll", tabindex: "0", role: "region", "aria-label": ASKING.rowsName };
  const caption = el("caption", { class: "quiet" }, ASKING.result);
  return el("div", place, el("table", {}, caption, el("thead", {}, head), el("tbody", {}, body)));
}

function term(value, pageOf) {
  if (value.type === "uri") {
    const page = pageOf(value.value);
    return page ? el("a", { href: page }, text(value.value)) : link(value.value, text(value.value));
  }
  if (value.type === "triple") {
    const { subject, predicate, object } = value.value;
    const parts = [subject, predicate, object].flatMap((part) => [term(part, pageOf), " "]);
    return el("span", {}, "<< ", parts, ">>");
  }
  const shown = text(value.type === "bnode" ? `_:${value.value}` : value.value);
  if (value["xml:lang"]) shown.lang = value["xml:lang"];
  return shown;
}
