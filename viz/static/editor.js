// The SPARQL editor: the words are coloured behind a plain text field, and terms are completed. The
// field stays what it is for the keyboard and for screen readers.

import { ASKING } from "./english.js";
import { el } from "./dom.js";

const MOST = 8;
const TOKENS = new RegExp([
  "(?<comment>#[^\\n]*)",
  "(?<iri><[^<>\"{}|^`\\\\\\s]*>)",
  "(?<string>\"\"\"[\\s\\S]*?\"\"\"|'''[\\s\\S]*?'''|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*')",
  "(?<variable>[?$][\\p{L}\\p{N}_]+)",
  "(?<term>[\\p{L}][\\p{L}\\p{N}_-]*:[\\p{L}\\p{N}_.-]*|:[\\p{L}\\p{N}_-]+)",
  "(?<number>\\b\\d+(?:\\.\\d+)?\\b)",
  "(?<word>[\\p{L}]+)",
].join("|"), "gu");
const KEYWORDS = new Set(`a as ask asc base bind bound by coalesce concat construct contains count datatype
  desc describe distinct exists filter from graph group group_concat having if in isiri isliteral lang
  langmatches lcase limit max min minus named not now offset optional order prefix reduced regex replace
  sample select separator sha1 str strafter strbefore strdt strends strlang strlen strstarts substr sum
  ucase undef union values where avg true false abs round iri uri`.split(/\s+/));
const TYPED = /[\p{L}][\p{L}\p{N}_-]*:?[\p{L}\p{N}_-]*$/u;

// Returns { paint }: call it when the field's text is changed by a program.
export function listenToEditor(box, completions, prefixes) {
  const picture = el("pre", { class: "painted", "aria-hidden": "true" });
  const list = el("ul", { id: "completions", role: "listbox", "aria-label": ASKING.completions, hidden: true });
  const said = el("p", { class: "hidden-text", "aria-live": "polite" });
  box.before(picture);
  box.after(list, said);
  box.parentElement.classList.add("ready");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  const known = [...completions, ...Object.entries(prefixes).map(([name, iri]) => [`${name}:`, iri])];
  const state = { box, list, said, known, at: 0, found: [], picture };
  const paint = () => paintInto(picture, box.value, null);
  box.addEventListener("input", () => {
    paint();
    offer(state, false);
  });
  box.addEventListener("scroll", () => picture.scrollTo(box.scrollLeft, box.scrollTop));
  box.addEventListener("blur", () => close(state));
  box.addEventListener("keydown", (event) => keys(event, state, paint));
  paint();
  return { paint };
}

// Colours the text; `caret`, if given, gets a mark by which its place on the page is found.
function paintInto(picture, words, caret) {
  const parts = [];
  let at = 0;
  for (const match of words.matchAll(TOKENS)) {
    parts.push(words.slice(at, match.index));
    const kind = kindOf(match);
    parts.push(kind ? el("span", { class: kind }, match[0]) : match[0]);
    at = match.index + match[0].length;
  }
  if (caret === null) return picture.replaceChildren(...parts, `${words.slice(at)}\n`);
  return picture.replaceChildren(words.slice(0, caret), el("span", { class: "caret" }), words.slice(caret));
}

function kindOf(match) {
  const [kind] = Object.entries(match.groups).find(([, found]) => found !== undefined);
  if (kind !== "word") return kind;
  return KEYWORDS.has(match[0].toLowerCase()) ? "keyword" : "";
}

// ---------------------------------------------------------------- completing

function typed(box) {
  return TYPED.exec(box.value.slice(0, box.selectionStart))?.[0] ?? "";
}

// Offers terms that begin with what is typed, or whose name or label has it; asked for, from the
// first letter on, otherwise after a prefix.
function offer(state, isAsked) {
  const words = typed(state.box).toLowerCase();
  if (!isAsked && !/:./.test(words)) return close(state);
  const rank = ([name, label]) => (name.toLowerCase().startsWith(words) ? 0
    : name.toLowerCase().includes(words) || label.toLowerCase().includes(words.split(":").at(-1)) ? 1 : 2);
  const ranked = state.known.map((each) => [rank(each), each]).filter(([number]) => number < 2);
  state.found = ranked.sort((one, other) => one[0] - other[0]).slice(0, MOST).map(([, each]) => each);
  if (!state.found.length || (state.found.length === 1 && state.found[0][0].toLowerCase() === words)) return close(state);
  state.at = 0;
  show(state);
}

function show(state) {
  const { list, found, at, box, said } = state;
  list.replaceChildren(...found.map(([name, label], index) => el("li", {
    id: `completion-${index}`, role: "option", "aria-selected": String(index === at),
    onmousedown: (event) => {
      event.preventDefault();
      state.at = index;
      take(state);
    },
  }, el("code", {}, name), " ", el("span", { class: "quiet" }, label))));
  box.setAttribute("aria-activedescendant", `completion-${at}`);
  said.textContent = ASKING.completing(found.length, found[at][0], found[at][1]);
  place(state);
  list.hidden = false;
}

// Below the line that is written in, as far to the right as there is room.
function place({ box, picture, list }) {
  paintInto(picture, box.value, box.selectionStart);
  const caret = picture.querySelector(".caret");
  const [left, top] = [caret.offsetLeft - box.scrollLeft, caret.offsetTop - box.scrollTop];
  paintInto(picture, box.value, null);
  picture.scrollTo(box.scrollLeft, box.scrollTop);
  list.style.setProperty("inset-inline-start", `${Math.max(0, Math.min(left, box.clientWidth - 260))}px`);
  list.style.setProperty("top", `${Math.max(0, Math.min(top, box.clientHeight) + 24)}px`);
}

function close({ list, box, said }) {
  if (list.hidden) return;
  list.hidden = true;
  said.textContent = "";
  box.removeAttribute("aria-activedescendant");
}

function keys(event, state, paint) {
  if (event.key === " " && event.ctrlKey) {
    event.preventDefault();
    return offer(state, true);
  }
  if (state.list.hidden || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    state.at = (state.at + step + state.found.length) % state.found.length;
    show(state);
  } else if (event.key === "Enter" || event.key === "Tab") {
    event.preventDefault();
    take(state);
    paint();
  } else if (event.key === "Escape") {
    event.preventDefault();
    close(state);
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") close(state);
}

function take(state) {
  const { box } = state;
  const end = box.selectionStart;
  box.setRangeText(state.found[state.at][0], end - typed(box).length, end, "end");
  close(state);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  close(state);
}
