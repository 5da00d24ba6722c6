// What if: ties are imagined, and the server says which gaps would close, open or change, and whose
// numbers would move. Nothing is stored; the imagined ties stand in the address.

import { csvButton } from "./csv.js";
import { isCarried, read } from "./data.js";
import { byId, el, text } from "./dom.js";
import { COMMON, isFall, WHAT_IF } from "./english.js";

const SYMBOLS = { closed: "✓", opened: "◌", changed: "≈" };

let asked = "";
let chosen = { from: "", to: "", type: "" };

// The name of a role in the words that the server reads: its notation, or its id in the study.
function nameOf(iri) {
  return iri.split(/[#/]/).at(-1);
}

// The tie that would close a gap, in words, or "".
export function tieOf(data, gap) {
  if (isCarried()) return "";
  const ties = gap.evidence.map((id) => data.edges.get(id)).filter((edge) => edge?.kind === "tie");
  const absent = ties.find((tie) => ["tie-missing", "tie-wanted"].includes(tie.style));
  if (absent) return inWords(data, absent.from, absent.to, absent.type, Boolean(absent.arrows.from));
  const roles = gap.involves.filter((id) => data.nodes.get(id)?.kind === "role");
  const pair = ["expected-tie", "structural-hole", "tie-elsewhere"].includes(gap.kind);
  return pair && roles.length === 2 ? inWords(data, ...roles, "collaborates-with", true) : "";
}

function inWords(data, from, to, type, mutual) {
  return `${nameOf(from)} ${mutual ? "<->" : "->"} ${nameOf(to)}: ${type}`;
}

// ---------------------------------------------------------------- what is shown

export function showWhatIf(page, place) {
  const { data, state } = page;
  if (!place.firstChild) {
    place.append(el("h2", { id: "what-if-title", tabindex: "-1" }, WHAT_IF.title),
      el("p", { class: "lead" }, WHAT_IF.lead),
      el("div", { id: "what-if-form" }), el("div", { id: "what-if-ties" }),
      el("p", { id: "what-if-said", role: "status" }), el("div", { id: "what-if-answer" }));
  }
  const study = data.study || (data.studies.length === 1 ? data.studies[0].id : "");
  const refusal = isCarried() ? COMMON.notHere : study ? "" : WHAT_IF.oneStudy;
  byId("what-if-form").replaceChildren(...(refusal ? [el("p", { class: "note" }, refusal)] : [form(page)]));
  byId("what-if-ties").replaceChildren(...ties(page));
  const wanted = refusal ? "" : new URLSearchParams([["study", study], ...state.add.map((tie) => ["add", tie])]).toString();
  if (wanted === asked) return;
  asked = wanted;
  answer(page, state.add.length ? wanted : "");
}

function form(page) {
  const { data } = page;
  const roles = data.legend.roles.map((role) => el("option", { value: role.key }, role.label.slice(0, 80)));
  const select = (name, label, options) => {
    const box = el("select", { name, "data-focus": `what-if-${name}`, onchange: (event) => (chosen[name] = event.target.value) },
      options.map((option) => option.cloneNode(true)));
    box.value = chosen[name];
    if (box.selectedIndex < 0) box.selectedIndex = 0;
    return el("label", { class: "stacked" }, el("span", {}, label), box);
  };
  const none = el("option", { value: "" }, WHAT_IF.choose);
  const types = data.legend.tieTypes.map((type) => el("option", { value: type.key },
    type.mutual ? `${type.label} (${WHAT_IF.mutual})` : type.label));
  const complaint = el("p", { class: "complaint", role: "alert" });
  return el("form", { class: "what-if-form", onsubmit: (event) => {
    event.preventDefault();
    complaint.textContent = add(page, event.target);
  } },
  select("from", WHAT_IF.from, [none, ...roles]),
  select("type", WHAT_IF.type, types),
  select("to", WHAT_IF.to, [none, ...roles]),
  complaint,
  el("button", { type: "submit", "data-focus": "what-if-add" }, WHAT_IF.add));
}

// Adds the chosen tie; returns what is wrong with it, or "".
function add(page, given) {
  const [from, type, to] = [...given.querySelectorAll("select")].map((box) => box.value);
  if (!from || !to || from === to) return WHAT_IF.needBoth;
  const mutual = page.data.legend.tieTypes.find(({ key }) => key === type)?.mutual ?? false;
  const tie = inWords(page.data, from, to, type, mutual);
  chosen = { from, to, type };
  page.change({ add: [...new Set([...page.state.add, tie])] }, { remember: true });
  byId("what-if-form").querySelector("[type=submit]")?.focus();
  return "";
}

function ties(page) {
  const { add: all } = page.state;
  if (!all.length) return [];
  const without = (tie) => () => {
    page.change({ add: all.filter((other) => other !== tie) }, { remember: true });
    byId("what-if-title").focus();
  };
  return [el("h3", {}, WHAT_IF.imagined), el("ul", { class: "imagined" }, all.map((tie) =>
    el("li", {}, text(readable(page.data, tie)), el("button", {
      type: "button", class: "small", "aria-label": WHAT_IF.remove(readable(page.data, tie)), onclick: without(tie),
    }, "✕"))))];
}

// A tie in words with the labels of its roles and its type, as far as they are known here.
function readable(data, tie) {
  const found = /^(.*?) (<->|->) (.*?): (.*)$/.exec(tie);
  if (!found) return tie;
  const [, from, , to, type] = found;
  const label = (name) => data.legend.roles.find(({ key }) => nameOf(key) === name)?.label ?? name;
  const verb = data.legend.tieTypes.find(({ key }) => key === type)?.label ?? type;
  return `${label(from)} ${verb} ${label(to)}`;
}

// ---------------------------------------------------------------- the answer

async function answer(page, wanted) {
  byId("what-if-answer").replaceChildren();
  byId("what-if-said").textContent = wanted ? WHAT_IF.asking : "";
  if (!wanted) return;
  try {
    const found = await read(`/explorer/what-if.json?${wanted}`);
    if (asked !== wanted) return;
    byId("what-if-said").textContent = WHAT_IF.answer(found);
    byId("what-if-answer").replaceChildren(...Object.keys(SYMBOLS).map((name) => list(page, name, found[name])),
      moved(found.moved));
  } catch (error) {
    if (asked === wanted) byId("what-if-said").textContent = WHAT_IF.failed(error.message);
  }
}

function list(page, name, gaps) {
  const known = ({ id }) => page.data.gaps.has(id);
  return el("section", { class: `would ${name}` },
    el("h3", {}, el("span", { "aria-hidden": "true" }, SYMBOLS[name]), ` ${WHAT_IF[name]} (${gaps.length})`),
    gaps.length ? el("ul", {}, gaps.map((gap) => el("li", {},
      el("b", {}, `${gap.kind}: `), known(gap)
        ? el("button", { type: "button", class: "opener inline", onclick: () => page.open(gap.id) }, text(gap.sentence))
        : text(gap.sentence),
      gap.numbers.length ? el("ul", { class: "figures" }, gap.numbers.map((each) => el("li", {}, text(each)))) : "")))
      : el("p", { class: "quiet" }, WHAT_IF.nothing));
}

function moved(rows) {
  if (!rows.length) return "";
  const cells = rows.map(({ role, name, before, after }) => [role, name, before, after]);
  return el("section", {},
    el("div", { class: "view-head" }, el("h3", {}, WHAT_IF.moved), csvButton(WHAT_IF.moved, () => [WHAT_IF.columns, ...cells])),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": WHAT_IF.moved },
      el("table", {}, el("thead", {}, el("tr", {}, WHAT_IF.columns.map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", {}, rows.map((row, index) => el("tr", { class: isFall(row) ? "falls" : undefined },
          el("th", { scope: "row" }, text(row.role)),
          cells[index].slice(1).map((value) => el("td", {}, value))))))));
}
