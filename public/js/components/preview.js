const PAUSE = 250;

/**
 * Keeps the panel beside a form in step with it: sends the answers as they are, and puts the
 * server's answer in the panel and in the address. It computes nothing, and the form works the same
 * without it.
 * @param {HTMLElement} form
 * @param {(root: ParentNode) => void} start
 */
export default function preview(form, start) {
  const { previewUrl: url, previewPanel = "" } = form.dataset;
  const panel = document.getElementById(previewPanel);
  const body = panel?.querySelector("[data-preview-body]");
  const status = panel?.querySelector("[data-preview-status]");
  if (!(form instanceof HTMLFormElement) || !url || !panel || !body || !status) {
    throw new TypeError("preview: no address or panel");
  }
  const state = () => /** @type {HTMLElement | null} */ (body.querySelector("[data-answers]"));
  const answers = () => state()?.dataset.answers ?? "";
  /** @type {number | undefined} */
  let timer;
  let current = new AbortController();
  // One answer is one field, however often it is touched: `before` is what stood without it.
  let [before, field, shown] = ["", "", ""];

  async function refresh() {
    current.abort();
    const mine = (current = new AbortController());
    try {
      const sent = new URLSearchParams(/** @type {any} */ (new FormData(/** @type {HTMLFormElement} */ (form))));
      sent.set("tab", chosen(/** @type {Element} */ (body)) || location.hash.slice(1) || "first");
      sent.set("before", before);
      const answer = await fetch(/** @type {string} */ (url), {
        method: "POST",
        body: sent,
        headers: { Accept: "text/html" },
        signal: mine.signal,
      });
      if (answer.status === 401) return say(panel?.dataset.previewSignedOut);
      if (!answer.ok) throw new Error(`preview: ${answer.status}`);
      const html = await answer.text();
      if (mine.signal.aborted) return;
      const old = answers();
      if (html !== shown) replace(/** @type {Element} */ (body), html, start);
      shown = html;
      if (answers() !== old) follow();
      status?.replaceChildren();
    } catch (error) {
      if (mine.signal.aborted) return;
      console.error(error);
      say(panel?.dataset.previewFailed);
    }
  }

  /** Said once: text that stays the same is not announced again. */
  function say(words = "") {
    if (status && status.textContent !== words) status.textContent = words;
  }

  /** The address holds the answers, where they may stand in one. */
  function follow() {
    if (state()?.dataset.shared === undefined) return;
    const query = answers() && `?${answers()}`;
    history.replaceState(history.state, "", location.pathname + query + location.hash);
    for (const link of document.querySelectorAll("a[data-answers-link]")) {
      /** @type {HTMLAnchorElement} */ (link).search = query;
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  }
  /** @param {Event} event */
  function answered(event) {
    const name = /** @type {HTMLInputElement} */ (event.target).name;
    if (name !== field) [field, before] = [name, answers()];
    later();
  }
  // Back brings answers into the form that the server did not have when it made this page.
  const visit = /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType("navigation")[0]);
  if (visit?.type === "back_forward") later();
  form.addEventListener("input", answered);
  form.addEventListener("change", answered);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    current.abort();
  });
  // An answer of the server's holds the open tab alone.
  body.addEventListener("tab", () => {
    if (!document.getElementById(chosen(body))?.querySelector(".code-block, .drawing")) refresh();
  });
}

/** The `id` of the open tab's panel. @param {Element} body */
function chosen(body) {
  return body.querySelector('[role="tab"][aria-selected="true"]')?.getAttribute("aria-controls") ?? "";
}

/**
 * Replaces what `body` holds; what is scrolled and focused stays so.
 * @param {Element} body
 * @param {string} html
 * @param {(root: ParentNode) => void} start
 */
function replace(body, html, start) {
  const scrolled = () => [body.closest(".preview") ?? body, ...body.querySelectorAll("pre")];
  const name = (/** @type {Element} */ box) => box.getAttribute("aria-label") ?? "";
  const places = new Map(scrolled().map((box) => [name(box), [box.scrollLeft, box.scrollTop]]));
  const focused = body.contains(document.activeElement) ? document.activeElement?.id : "";

  const template = document.createElement("template");
  template.innerHTML = html;
  body.replaceChildren(template.content);
  start(body);
  for (const box of scrolled()) [box.scrollLeft, box.scrollTop] = places.get(name(box)) ?? [0, 0];
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
