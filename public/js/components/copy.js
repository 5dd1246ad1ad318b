/**
 * Puts a button on a code block that copies its text. The words come from the block's data.
 * @param {HTMLElement} block
 */
export default function copy(block) {
  const code = block.querySelector("code");
  const acts = block.querySelector(".code-block__acts");
  const file = block.querySelector(".code-block__file")?.textContent ?? "";
  if (!code || !acts) throw new TypeError("copy: the block has no code");
  const { copy: label = "", copied = "", selected = "" } = block.dataset;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = ` ${file}`;
  button.append(label, name);
  // On the page before it is filled, or it is not announced.
  const said = document.createElement("span");
  said.className = "code-block__said";
  said.setAttribute("role", "status");
  acts.prepend(said, button);

  /** @type {number | undefined} */
  let timer;
  button.addEventListener("click", async () => {
    let words = copied;
    try {
      await navigator.clipboard.writeText(code.textContent ?? "");
    } catch {
      // Not permitted: the reader copies the selection.
      getSelection()?.selectAllChildren(code);
      words = selected;
    }
    said.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => said.replaceChildren(), 4000);
  });
}
