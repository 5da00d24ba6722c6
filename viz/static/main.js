// The explorer: one address, one state, one selection, and the view that shows it. Views are
// modules with `name`, `show(page)` and, if they need it, `start(page)` (after the data is loaded),
// `hide()` and `takes(id)` (whether what is opened stays in this view).

import { showAbout } from "./about.js";
import { listenToSearch, showFilters, showResults, showStudies } from "./controls.js";
import { hideCorpus, showCorpus } from "./corpus.js";
import { isCarried, load } from "./data.js";
import { byId, el } from "./dom.js";
import { COMMON, CORPUS } from "./english.js";
import { PAGE } from "./english_page.js";
import { listenToKeys } from "./keys.js";
import { network } from "./network.js";
import { kindName, paintMarks } from "./panel.js";
import { knownLens } from "./paths.js";
import { fromAddress, hasAddress, toAddress, writeAddress } from "./url.js";
import { defaults } from "./view.js";
import { FIRST, viewNamed, VIEWS } from "./views.js";

let data = null;
let state = defaults(null);
let view = null;

// What views are given: read `data` and `state`, and change them by these functions alone.
const page = {
  get data() { return data; },
  get state() { return state; },
  change,
  open,
  back,
  goTo,
  addressOf,
  studyAddress,
  announce,
};

// ---------------------------------------------------------------- state

function change(part, { remember = false } = {}) {
  const before = state.view;
  state = { ...state, ...part };
  writeAddress(addressOf({}), remember);
  notice("");
  render();
  if (state.view !== before) moveFocus();
}

// The address of the present view with some parts of it changed: for links.
function addressOf(part) {
  return toAddress({ ...state, ...part }, defaults(data), data.base);
}

// The address of this view for another study: its ids are none of this one's.
function studyAddress(study, part = {}) {
  return toAddress({ ...defaults(data), view: state.view, study, ...part }, defaults(data), "");
}

// Shows another view, and something in it.
function goTo(name, part = {}) {
  change({ view: name, ...part }, { remember: true });
}

// Opens a thing where it's shown; "" goes back.
function open(id) {
  if (!id) return back();
  if (!data.details.has(id) && !data.gaps.has(id)) return;
  if (!view.takes?.(id)) {
    state = { ...state, view: network.name }; // the step is remembered with what is opened
    render();
  }
  if (view.open) view.open(id);
  else change({ selected: id }, { remember: true });
  announceSelected(id);
}

function back() {
  if (!state.selected) return;
  if (view.back) view.back();
  else change({ selected: "" }, { remember: true });
  announce(PAGE.noSelection);
}

function announce(words) {
  byId("announce").textContent = words;
}

function announceSelected(id) {
  const gap = data.gaps.get(id);
  const detail = data.details.get(id);
  announce(gap ? PAGE.selectedGap(gap.sentence) : PAGE.selected(kindName(detail), detail.label));
}

function reset() {
  byId("search").value = "";
  change({ ...defaults(data), view: state.view, tab: state.tab === "evidence" ? "gaps" : state.tab });
  view.reset?.();
  announce(PAGE.isReset);
}

// ---------------------------------------------------------------- showing

function render() {
  const next = viewNamed(state.view);
  if (view && view !== next) view.hide?.();
  view = next;
  document.body.dataset.view = view.name;
  for (const { name } of VIEWS) byId(`view-${name}`).hidden = name !== view.name;
  showNavigation();
  showFilters(data, state, change, reset);
  view.show(page);
  showResults(data, state.words, open);
  if (document.activeElement !== byId("search")) byId("results").hidden = true;
}

// Links, so that a view can be opened beside this one, and its address copied.
function showNavigation() {
  for (const link of byId("views").querySelectorAll("a[data-view]")) {
    link.href = addressOf({ view: link.dataset.view });
    if (link.dataset.view === view.name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  // Where there isn't room for all names, the present one is in sight.
  const { offsetLeft, offsetWidth } = byId("views").querySelector("[aria-current]");
  const { clientWidth, scrollLeft } = byId("views");
  if (offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth) {
    byId("views").scrollLeft = offsetLeft - (clientWidth - offsetWidth) / 2;
  }
}

// After another view was chosen, the focus is at its beginning, and its name is said.
function moveFocus() {
  focusOn(view.name, COMMON.view(view.title));
}

function focusOn(name, words) {
  byId(`view-${name}`).querySelector("[data-first]")?.focus({ preventScroll: true });
  announce(words);
}

function notice(words) {
  byId("notice").textContent = words;
  byId("notice").hidden = !words;
}

// ---------------------------------------------------------------- start

// `hasArrived` says that somebody came here from elsewhere in the page: the focus goes along.
async function start(study, hasArrived) {
  try {
    [data] = await Promise.all([load(study), pictureScript()]);
  } catch (error) {
    return message(PAGE.noData, PAGE.isRunning(error.message));
  }
  hideCorpus();
  if (data.corpus) {
    showCorpus(data.corpus);
    return hasArrived && focusOn("corpus", CORPUS.title);
  }
  if (!data.nodes.size) return message(PAGE.empty, ...emptyHelp());
  byId("filters").open = WIDE.matches;
  paintMarks(data.legend);
  showAbout(data);
  showStudies(data, isCarried(), (id) => {
    history.pushState(null, "", studyAddress(id));
    restart();
  });
  if (data.carried?.address && location.hash.length < 2) writeAddress(data.carried.address);
  state = { ...asked(), study: data.study };
  for (const each of VIEWS) each.start?.(page);
  render();
  view.started?.(page);
  document.body.dataset.ready = "true";
  if (hasArrived) moveFocus();
}

// A frame may get its width after the page has begun.
const WIDE = matchMedia("(min-width: 900px)");
WIDE.addEventListener("change", () => {
  if (WIDE.matches) byId("filters").open = true;
});

// vis-network is loaded after this module, so that the data is under way meanwhile.
function pictureScript() {
  return globalThis.vis ?? new Promise((resolve, reject) => {
    byId("vis-network").addEventListener("load", resolve, { once: true });
    byId("vis-network").addEventListener("error", () => reject(new Error("vis-network.min.js")), { once: true });
  });
}

// The view that the address asks for, without what isn't here.
function asked(address = location) {
  const wanted = { ...defaults(data), ...fromAddress(address, data.base) };
  const known = (id) => !id || data.details.has(id) || data.gaps.has(id);
  const knownRole = !wanted.role || data.legend.roles.some((role) => role.key === wanted.role);
  const knownView = VIEWS.some(({ name }) => name === wanted.view);
  const lens = knownLens(data, wanted);
  const knownAll = Object.entries(lens).every(([key, value]) => wanted[key] === value);
  notice(known(wanted.selected) && knownRole && knownView && knownAll
    ? "" : PAGE.notHere);
  return {
    ...wanted,
    ...lens,
    selected: known(wanted.selected) ? wanted.selected : "",
    role: knownRole ? wanted.role : "",
    view: knownView ? wanted.view : FIRST,
  };
}

function emptyHelp() {
  return [PAGE.emptyHelp, el("code", {}, "themegraph build studies/my-study")];
}

function message(title, ...words) {
  document.querySelector("main").replaceChildren(
    el("div", { class: "message", role: "alert" }, el("h2", {}, title),
      words.map((each) => el("p", {}, each))));
  byId("filters").hidden = true;
  byId("views").hidden = true;
  document.querySelector(".search").hidden = true;
  document.body.dataset.ready = "empty";
}

function restart(hasArrived = false) {
  if (document.querySelector("main > .message")) return location.reload(); // nothing else is left of the page
  delete document.body.dataset.ready;
  return start(fromAddress(location, "").study ?? "", hasArrived);
}

// Back, forward, and an address typed by hand.
function follow() {
  if (!data?.nodes.size) return restart(true);
  const { study = "" } = fromAddress(location, data.base);
  if (!isCarried() && study !== data.study) return restart(true);
  const before = state;
  state = asked();
  render();
  if (state.view !== before.view) moveFocus();
  else if (state.selected !== before.selected) followSelection();
}

// What is selected now is said, and the focus goes there if what had it is gone.
function followSelection() {
  if (state.selected) announceSelected(state.selected);
  else announce(PAGE.noSelection);
  if (document.activeElement !== document.body) return;
  const shown = byId(`view-${view.name}`);
  (shown.querySelector("#evidence-title") ?? shown.querySelector("[data-first]"))?.focus({ preventScroll: true });
}

// A frame without an address, such as a notebook's, would load the page around it by a link.
function followInFrame(event) {
  const address = event.target.closest("a[href]")?.getAttribute("href") ?? "";
  if (!data?.nodes.size || !address.startsWith("#")) return;
  event.preventDefault();
  state = asked({ hash: address, search: "" });
  render();
  moveFocus();
}

addEventListener("popstate", follow);
if (!hasAddress()) document.addEventListener("click", followInFrame);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (data?.legend) paintMarks(data.legend);
});
listenToSearch(() => data, { change, open });
listenToKeys({ page, network });
// For tests and for whoever looks behind the page: what is drawn, as vis-network holds it.
globalThis.explorer = { drawn: () => network.drawing, state: () => state };
await restart();
