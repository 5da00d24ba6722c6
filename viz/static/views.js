// The views, in the order of the navigation.

import { compareView } from "./compare.js";
import { evidenceView } from "./evidence.js";
import { gapView } from "./gap_view.js";
import { matrixView } from "./matrix.js";
import { network } from "./network.js";
import { overview } from "./overview.js";
import { queryView } from "./query_view.js";
import { reportView } from "./report.js";

export const VIEWS = [overview, network, matrixView, gapView, evidenceView, compareView, queryView, reportView];

// The view of an address that names none.
export const FIRST = network.name;

export function viewNamed(name) {
  return VIEWS.find((view) => view.name === name) ?? VIEWS.find((view) => view.name === FIRST);
}
