const OFF = "postern.keys";

/**
 * Single keys for what a page offers anyway. They can be turned off, and are never taken from what
 * somebody types.
 * @param {HTMLElement} root
 */
export default function shortcuts(root) {
  const panel = /** @type {HTMLElement} */ (root.querySelector("[popover]"));
  const box = /** @type {HTMLInputElement} */ (root.querySelector("input"));
  const said = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
  box.checked = kept() !== "off";
  box.addEventListener("change", () => keep(box.checked ? "on" : "off"));

  /** @type {Record<string, () => void>} */
  const keys = {
    "?": () => panel.togglePopover(),
    n: () => press("main button[value=continue]:not([aria-hidden]), main a.button--primary"),
    b: () => press("main button[value=back]"),
    p: () => focus(document.querySelector(".preview__summary")),
    c: () => copy(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !box.checked) return;
    if (/^[1-5]$/.test(event.key)) press(`.step:nth-child(${event.key}) > :is(a, button)`);
    else if (Object.hasOwn(keys, event.key)) keys[event.key]();
    else return;
    event.preventDefault();
  });

  async function copy() {
    panel.showPopover();
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = "The link to this page is copied.";
    } catch {
      said.textContent = "This browser does not let it be copied: it stands in the address bar.";
    }
  }
}

/** @param {string} selector */
function press(selector) {
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.click();
}

/** @param {Element | null} element */
function focus(element) {
  if (element instanceof HTMLElement) element.focus();
}

// A browser may refuse to keep anything: then the keys are on until the page is left.
function kept() {
  try {
    return localStorage.getItem(OFF);
  } catch {
    return null;
  }
}

/** @param {string} word */
function keep(word) {
  try {
    localStorage.setItem(OFF, word);
  } catch {
    // Nothing is kept.
  }
}
