// The choice of one study among many: words of its title are typed, and the server finds it.

import { read } from "./data.js";
import { el, shorten, text } from "./dom.js";
import { CORPUS } from "./english.js";
import { SEARCH } from "./english_page.js";

const PAUSE = 200;
const SHOWN = 12;

// Returns the field. `chosen` is a study or null, `other` the id of one that can't be chosen, and
// `choose(id)` is called for the one that is; `attributes` are the box's.
export function studyPicker(label, chosen, other, choose, attributes) {
  const list = el("ul", { class: "found", hidden: true });
  const said = el("span", { class: "hidden-text", role: "status" });
  const box = el("input", { type: "search", autocomplete: "off", placeholder: CORPUS.findHint,
    title: chosen?.label ?? false, ...attributes });
  box.value = chosen?.label ?? "";
  const field = el("div", { class: "study-picker" }, el("label", { class: "field" }, label, box), said, list);
  listen({ field, box, list, said, choose, other, chosen: box.value, pause: 0 });
  return field;
}

function listen(picker) {
  const { field, box } = picker;
  box.addEventListener("focus", () => box.select());
  box.addEventListener("input", () => {
    clearTimeout(picker.pause);
    picker.pause = setTimeout(() => look(picker), PAUSE);
  });
  field.addEventListener("keydown", (event) => walk(event, picker));
  field.addEventListener("focusout", (event) => field.contains(event.relatedTarget) || close(picker));
}

function close({ box, list, said, chosen, pause }) {
  clearTimeout(pause);
  list.hidden = true;
  said.textContent = "";
  box.value = chosen;
}

async function look(picker) {
  const { box, list, said, other } = picker;
  const words = box.value;
  try {
    const { studies, number } = await read(`/explorer/studies.json?${new URLSearchParams({ words })}`);
    if (box.value !== words || !box.isConnected) return;
    const shown = studies.slice(0, SHOWN);
    said.textContent = number ? CORPUS.listed(shown.length, number) : SEARCH.nothing;
    const rest = number ? SEARCH.left(number - shown.length) : SEARCH.nothing;
    list.replaceChildren(...shown.map((study) => option(picker, study, study.id === other)));
    if (number > shown.length || !number) list.append(el("li", { class: "empty" }, rest));
    list.hidden = false;
  } catch (error) {
    said.textContent = error.message;
  }
}

function option(picker, { id, title }, disabled) {
  return el("li", {}, el("button", { type: "button", class: "opener", disabled, onclick: () => {
    picker.box.focus(); // what is drawn anew has the focus where it was
    close(picker);
    picker.choose(id);
  } }, text(shorten(title, 120))));
}

// Arrows lead into the list and back, Enter chooses, Escape leaves what was chosen before.
function walk(event, picker) {
  const { box, list } = picker;
  const buttons = list.hidden ? [] : [...list.querySelectorAll("button:enabled")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && (!list.hidden || box.value !== picker.chosen)) {
    event.preventDefault(); // or the browser empties the box
    event.stopPropagation();
    close(picker);
    box.focus();
  } else if (step && buttons.length) {
    event.preventDefault();
    (buttons[buttons.indexOf(document.activeElement) + step] ?? box).focus();
  } else if (event.key === "Enter" && event.target === box) {
    event.preventDefault();
    buttons[0]?.click();
  }
}
