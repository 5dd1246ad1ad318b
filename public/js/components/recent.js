const KEY = "postern.recent";
const MOST = 8;

/**
 * Keeps the address of a reviewed request in this browser, or shows those that are kept.
 * @param {HTMLElement} element
 */
export default function recent(element) {
  const { name, href } = element.dataset;
  const list = element.querySelector("ul");
  try {
    if (name && href) return remember(name, href);
    if (!list) return;
    const all = kept();
    element.hidden = all.length === 0;
    list.replaceChildren(...all.map(line));
    element.querySelector("button")?.addEventListener("click", () => {
      localStorage.removeItem(KEY);
      element.hidden = true;
    });
  } catch {
    // A browser may refuse to keep anything: then there is nothing recent.
  }
}

/** @returns {{ name: string, href: string }[]} */
function kept() {
  const all = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  const ours = (/** @type {any} */ one) => typeof one?.name === "string" && /^\/[^/\\]/.test(one?.href);
  return Array.isArray(all) ? all.filter(ours) : [];
}

/** One line for each name: its newest answers. @param {string} name @param {string} href */
function remember(name, href) {
  const others = kept().filter((one) => one.name !== name);
  localStorage.setItem(KEY, JSON.stringify([{ name, href }, ...others].slice(0, MOST)));
}

/** @param {{ name: string, href: string }} one */
function line({ name, href }) {
  const link = document.createElement("a");
  link.className = "recent__link";
  link.href = href;
  link.textContent = name;
  const item = document.createElement("li");
  item.append(link);
  return item;
}
