const SOON = 700;
const LATE = 10_000;

/**
 * Says beside a button that its answer is on the way, when that takes longer than a moment.
 * @param {HTMLElement} body
 */
export default function waiting(body) {
  /** @type {HTMLElement | undefined} */
  let said;
  /** @type {number[]} */
  let timers = [];

  function stop() {
    timers.forEach(clearTimeout);
    timers = [];
    said?.remove();
    said = undefined;
  }

  body.addEventListener("submit", (event) => {
    stop();
    const button = /** @type {SubmitEvent} */ (event).submitter;
    // What is downloaded leaves this page as it is.
    if (!button || event.defaultPrevented || /\/download$/.test(/** @type {HTMLFormElement} */ (event.target).action)) return;
    const near = button.getAttribute("aria-hidden") ? body.querySelector(".button--primary") ?? button : button;
    said = document.createElement("span");
    said.className = "waiting";
    said.setAttribute("role", "status");
    near.after(said);
    const say = (/** @type {string} */ words) => () => said && (said.textContent = words);
    timers = [
      setTimeout(say("Waiting for the answer…"), SOON),
      setTimeout(say("Still waiting. AWS may be slow; nothing that you typed is lost."), LATE),
    ];
  });
  // Back brings this page as it was left.
  addEventListener("pageshow", stop);
}
