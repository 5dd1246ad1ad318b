const PAUSE = 250;

/**
 * Keeps the panel beside a form in step with it: sends the answers as they are, and puts the
 * server's answer in the panel. It computes nothing, and the form works the same without it.
 * @param {HTMLElement} form
 * @param {(root: ParentNode) => void} start
 */
export function preview(form, start) {
  const { previewUrl: url, previewPanel = "" } = form.dataset;
  const panel = document.getElementById(previewPanel);
  const body = panel?.querySelector("[data-preview-body]");
  const status = panel?.querySelector("[data-preview-status]");
  if (!(form instanceof HTMLFormElement) || !url || !panel || !body || !status) {
    throw new TypeError("preview: no address or panel");
  }
  /** @type {number | undefined} */
  let timer;
  let current = new AbortController();
  let shown = "";

  async function refresh() {
    current.abort();
    const mine = (current = new AbortController());
    try {
      const sent = /** @type {any} */ (new FormData(/** @type {HTMLFormElement} */ (form)));
      const answer = await fetch(/** @type {string} */ (url), {
        method: "POST",
        body: new URLSearchParams(sent),
        headers: { Accept: "text/html" },
        signal: mine.signal,
      });
      // 422 is an answer too: the panel says what is missing.
      if (!answer.ok && answer.status !== 422) throw new Error(`preview: ${answer.status}`);
      const html = await answer.text();
      if (mine.signal.aborted) return;
      if (html !== shown) replace(/** @type {Element} */ (body), html, start);
      shown = html;
      status?.replaceChildren();
    } catch (error) {
      if (mine.signal.aborted) return;
      console.error(error);
      // Said once: text that stays the same is not announced again.
      const words = panel?.dataset.previewFailed ?? "";
      if (status && status.textContent !== words) status.textContent = words;
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  }
  // Back brings answers into the form that the server did not have when it made this page.
  const visit = /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType("navigation")[0]);
  if (visit?.type === "back_forward") later();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    current.abort();
  });
}

/**
 * Replaces what `body` holds; what was opened, chosen, scrolled and focused stays so.
 * @param {Element} body
 * @param {string} html
 * @param {(root: ParentNode) => void} start
 */
function replace(body, html, start) {
  const opened = new Map([...body.querySelectorAll("details[id]")].map((box) => [box.id, /** @type {HTMLDetailsElement} */ (box).open]));
  const chosen = [...body.querySelectorAll('[role="tab"][aria-selected="true"]')].map((tab) => tab.getAttribute("aria-controls"));
  const scroller = body.closest(".preview") ?? body;
  const top = scroller.scrollTop;
  const focused = body.contains(document.activeElement) ? document.activeElement?.id : "";

  const template = document.createElement("template");
  template.innerHTML = html;
  for (const box of template.content.querySelectorAll("details")) box.open = opened.get(box.id) ?? box.open;
  for (const id of chosen) {
    const tabs = template.content.getElementById(id ?? "")?.closest("[data-module=tabs]");
    tabs?.setAttribute("data-chosen", id ?? "");
  }
  body.replaceChildren(template.content);
  start(body);
  scroller.scrollTop = top;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
