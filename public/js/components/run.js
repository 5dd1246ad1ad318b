/**
 * Keeps the page of a run in step with it: puts the server's answer in its place whenever it
 * changes. Without it the page has a link that shows it as it is now.
 * @param {HTMLElement} element
 */
export function run(element) {
  const { events } = element.dataset;
  if (!events) throw new TypeError("run: the element names no address");
  const source = new EventSource(events);
  source.addEventListener("state", (message) => {
    element.innerHTML = message.data;
  });
  // The server ends the stream when the run stands; a reload asks again.
  source.addEventListener("error", () => {
    if (!element.querySelector('[value="cancel"]')) source.close();
  });
}
