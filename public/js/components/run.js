/**
 * Shows a run as it goes. Without it the page has a link for that.
 * @param {HTMLElement} element
 */
export default function run(element) {
  const source = new EventSource(element.dataset.events ?? "");
  source.addEventListener("state", ({ data }) => (element.innerHTML = data));
  // The server ends the stream when the run stands.
  source.onerror = () => element.querySelector('[value="cancel"]') || source.close();
}
