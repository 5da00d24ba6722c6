// The views, in the order of the navigation.

import { gapView } from "./gap_view.js";
import { network } from "./network.js";

export const VIEWS = [network, gapView];

// The view of an address that names none.
export const FIRST = network.name;

export function viewNamed(name) {
  return VIEWS.find((view) => view.name === name) ?? VIEWS.find((view) => view.name === FIRST);
}
