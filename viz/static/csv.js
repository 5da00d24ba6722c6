// Tables to take along, as CSV (RFC 4180) in UTF-8 with a mark by which spreadsheets know that.

import { COMMON } from "./english.js";
import { el } from "./dom.js";

const MARK = "\ufeff";
// What a spreadsheet would take for a formula.
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

// Returns rows of texts or numbers as CSV. A text that a spreadsheet would run gets an apostrophe.
export function csv(rows) {
  return MARK + rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value) {
  const words = String(value ?? "");
  const plain = FORMULA.test(words) && !NUMBER.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

// A button that saves a table; `rows()` is asked when it's pressed.
export function csvButton(name, rows, label = COMMON.csv) {
  return el("button", {
    type: "button", class: "small csv", "aria-label": COMMON.csvOf(name), title: COMMON.csvOf(name),
    onclick: () => save(`${fileName(name)}.csv`, csv(rows()), "text/csv;charset=utf-8"),
  }, label);
}

export function save(file, content, mediaType) {
  const address = URL.createObjectURL(new Blob([content], { type: mediaType }));
  el("a", { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function fileName(name) {
  return `themegraph-${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}`;
}
