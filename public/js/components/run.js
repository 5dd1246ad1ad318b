const PATIENCE = 4000;

/**
 * Shows a run as it goes. Without it the page has a link for that.
 * @param {HTMLElement} element
 */
export default function run(element) {
  const source = new EventSource(element.dataset.events ?? "");
  const lost = element.parentElement?.querySelector("[data-lost]");
  /** @type {number | undefined} */
  let timer;
  source.addEventListener("state", ({ data }) => {
    clearTimeout(timer);
    if (element.innerHTML !== data) element.innerHTML = data;
    lost?.replaceChildren();
  });
  // The server ends the stream when the run stands, and now and then to see who listens; the browser
  // tries again by itself.
  source.onerror = () => {
    if (element.querySelector('[value="cancel"]')) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (lost instanceof HTMLElement) lost.textContent = lost.dataset.lost ?? "";
      }, PATIENCE);
      return;
    }
    source.close();
    tell();
  };
}

/** The title and the icon beside it are no part of what is sent: they are those of the page now. */
async function tell() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  const icon = (/** @type {Document} */ of) => /** @type {HTMLLinkElement} */ (of.querySelector('link[rel="icon"]'));
  icon(document).replaceWith(document.adoptNode(icon(page)));
}
