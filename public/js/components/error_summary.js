/**
 * Takes focus when the page loads, and leads each link to the field's label before its input, so
 * that the question can be read too.
 * @param {HTMLElement} summary
 */
export default function errorSummary(summary) {
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const input = link?.hash ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null;
    if (!input) return;
    event.preventDefault();
    for (let box = input.closest("details"); box; box = box.parentElement?.closest("details") ?? null) {
      box.open = true;
    }
    heading(input).scrollIntoView();
    input.focus({ preventScroll: true });
  });
  summary.focus();
}

/**
 * The legend of a group of choices, else the label, else the input itself.
 * @param {HTMLElement} input
 * @returns {Element}
 */
function heading(input) {
  const choice = input.matches("[type=radio], [type=checkbox]");
  const legend = choice ? input.closest("fieldset")?.querySelector("legend") : null;
  return legend ?? document.querySelector(`label[for="${CSS.escape(input.id)}"]`) ?? input;
}
