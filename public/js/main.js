// A page is complete without it, and one script that fails leaves the others alone.
import { copy } from "./components/copy.js";
import { errorSummary } from "./components/error_summary.js";
import { preview } from "./components/preview.js";
import { run } from "./components/run.js";
import { tabs } from "./components/tabs.js";

/** @typedef {(root: ParentNode) => void} Start */
/** @type {Record<string, (element: HTMLElement, start: Start) => void>} */
const modules = { copy, error_summary: errorSummary, preview, run, tabs };

/** Starts every `[data-module]` in `root`. @type {Start} */
function start(root) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-module]"))) {
    try {
      modules[element.dataset.module ?? ""]?.(element, start);
    } catch (error) {
      console.error(error);
    }
  }
}

start(document);
