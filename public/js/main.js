// A page is complete without it. A module comes when an element asks for it, and one that fails
// leaves the others alone.

/** @typedef {(root: ParentNode) => void} Start */
/** @typedef {{ default: (element: HTMLElement, start: Start) => void }} Module */
/** @type {Record<string, () => Promise<Module>>} */
const modules = {
  copy: () => import("./components/copy.js"),
  error_summary: () => import("./components/error_summary.js"),
  preview: () => import("./components/preview.js"),
  recent: () => import("./components/recent.js"),
  run: () => import("./components/run.js"),
  shortcuts: () => import("./components/shortcuts.js"),
  tabs: () => import("./components/tabs.js"),
  waiting: () => import("./components/waiting.js"),
};
/** @type {Record<string, Module>} */
const loaded = {};

/** Starts every `[data-module]` in `root`, at once where its module is there. @type {Start} */
function start(root) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-module]"))) {
    const name = element.dataset.module ?? "";
    if (loaded[name]) begin(loaded[name], element);
    else modules[name]?.().then((module) => begin((loaded[name] = module), element), console.error);
  }
}

/** @param {Module} module @param {HTMLElement} element */
function begin(module, element) {
  try {
    module.default(element, start);
  } catch (error) {
    console.error(error);
  }
}

start(document);
