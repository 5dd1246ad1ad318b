/**
 * Makes a list of contents a row of tabs: one panel shows, and the address's fragment names it.
 * @param {HTMLElement} root
 */
export default function tabs(root) {
  const nav = root.querySelector("nav");
  const list = nav?.querySelector("ul");
  const links = [...(list?.querySelectorAll("a") ?? [])];
  /** @type {Map<HTMLElement, Element>} */
  const panels = new Map();
  for (const link of links) {
    const panel = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (panel && root.contains(panel)) panels.set(link, panel);
  }
  if (!nav || !list || panels.size === 0) throw new TypeError("tabs: no panels");

  root.classList.add("tabs--on");
  nav.setAttribute("role", "presentation");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", nav.getAttribute("aria-label") ?? "");
  nav.removeAttribute("aria-label");
  for (const [link, panel] of panels) {
    link.parentElement?.setAttribute("role", "presentation");
    link.id = `tab-${panel.id}`;
    link.setAttribute("role", "tab");
    link.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", link.id);
  }

  /** @param {HTMLElement} chosen */
  function show(chosen) {
    for (const [link, panel] of panels) {
      const on = link === chosen;
      link.setAttribute("aria-selected", String(on));
      link.tabIndex = on ? 0 : -1;
      panel.toggleAttribute("hidden", !on);
    }
  }

  /** @param {string} id @returns {HTMLElement | undefined} */
  function holding(id) {
    const target = id ? document.getElementById(id) : null;
    return [...panels].find(([, panel]) => panel.contains(target))?.[0];
  }
  const named = () => holding(decodeURIComponent(location.hash.slice(1)));

  list.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link) return;
    event.preventDefault();
    show(link);
    history.replaceState(history.state, "", link.hash);
    root.dispatchEvent(new Event("tab", { bubbles: true }));
  });
  list.addEventListener("keydown", (event) => {
    const row = [...panels.keys()];
    const at = row.findIndex((link) => link === document.activeElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = row.at(to % row.length);
    next?.focus();
    next?.click();
  });
  addEventListener("hashchange", function follow() {
    if (!root.isConnected) return removeEventListener("hashchange", follow);
    const link = named();
    if (link) show(link);
  });
  show(holding(root.dataset.open ?? "") ?? named() ?? links[0]);
}
