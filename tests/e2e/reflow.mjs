// What is lost of a page when its text is large or its window small, as the page itself can tell.

/** What may scroll sideways by itself: a table, a file, a difference, a drawing, and what is typed. */
const SCROLLERS = ".table, pre, .drawing__frame, .difference, textarea, input";

/**
 * Everything lost, in words: the page scrolling sideways, text that is cut or that leaves its box,
 * and what can be operated lying over something else that can.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export function lost(page) {
  return page.evaluate((scrollers) => {
    const SLACK = 2;
    const found = [];
    const root = document.documentElement;
    const say = (element) => {
      const words = element.textContent.trim().replaceAll(/\s+/g, " ").slice(0, 40);
      return `${element.localName}${element.className ? `.${String(element.className.baseVal ?? element.className).replaceAll(" ", ".")}` : ""} “${words}”`;
    };
    const box = ({ left, top, right, bottom }) => ({ left, top, right, bottom });
    const meet = (a, b) => ({
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    });
    const isEmpty = ({ left, top, right, bottom }) => right - left <= SLACK || bottom - top <= SLACK;

    /** Seen by the eye: not there for screen readers alone, and drawn at all. */
    const seen = (element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest(".skip-link") &&
      !hasAncestor(element, (at) => getComputedStyle(at).clipPath !== "none");
    function hasAncestor(element, test) {
      for (let at = element; at; at = at.parentElement) if (test(at)) return true;
      return false;
    }

    /** What is left of a box in the containers that scroll or cut; what is cut for good is told. */
    function inSight(element, rect) {
      let rest = box(rect);
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(at);
        if (overflowX === "visible" && overflowY === "visible") continue;
        const edge = box(at.getBoundingClientRect());
        const next = meet(rest, edge);
        const cut = ["hidden", "clip"];
        const lostX = cut.includes(overflowX) && (rest.left < edge.left - SLACK || rest.right > edge.right + SLACK);
        const lostY = cut.includes(overflowY) && (rest.top < edge.top - SLACK || rest.bottom > edge.bottom + SLACK);
        if (lostX || lostY) found.push(`${say(element)} is cut by ${say(at)}`);
        rest = next;
      }
      return rest;
    }

    if (root.scrollWidth > root.clientWidth) {
      found.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
    }
    for (const element of document.body.querySelectorAll("*")) {
      const { overflowX } = getComputedStyle(element);
      const scrolls = ["auto", "scroll"].includes(overflowX) && element.scrollWidth > element.clientWidth + SLACK;
      if (scrolls && seen(element) && !element.matches(scrollers)) found.push(`${say(element)} scrolls sideways`);
    }

    // What is over the page hides it for a while; it is then judged alone.
    const scope = document.querySelector(":popover-open") ?? document.body;

    // Text: within the window and within the box that is drawn around it.
    const lines = [];
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || element.closest("svg, textarea, select, option, script") || !seen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      let drawn = element;
      const isDrawn = (at) => {
        const { display, borderInlineEndStyle, backgroundColor } = getComputedStyle(at);
        return display !== "inline" && (borderInlineEndStyle !== "none" || backgroundColor !== "rgba(0, 0, 0, 0)");
      };
      while (drawn !== document.body && !isDrawn(drawn)) drawn = drawn.parentElement;
      const scrolled = hasAncestor(element, (at) => at.matches(scrollers));
      for (const rect of range.getClientRects()) {
        if (rect.width <= 0) continue;
        const rest = inSight(element, rect);
        if (!isEmpty(rest)) lines.push({ element, rest });
        if (scrolled) continue;
        const edge = drawn.getBoundingClientRect();
        // A box that scrolls downwards holds more than is in sight.
        const below = getComputedStyle(drawn).overflowY === "visible" && rect.bottom > edge.bottom + SLACK;
        const beside = rect.left < edge.left - SLACK || rect.right > edge.right + SLACK;
        if (rect.left < -SLACK || rect.right > root.clientWidth + SLACK) found.push(`${say(element)} leaves the window`);
        else if (below || beside) found.push(`${say(element)} leaves ${say(drawn)}`);
      }
    }

    // What is operated, and lines of text, pairwise apart.
    const apart = (one, other) => isEmpty(meet(one.rest, other.rest));
    const kin = (one, other) => one.element.contains(other.element) || other.element.contains(one.element);
    const operated = [...scope.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter(seen)
      .flatMap((element) => [...element.getClientRects()].map((rect) => ({ element, rest: inSight(element, rect) })))
      .filter(({ rest }) => !isEmpty(rest));
    for (const [at, one] of operated.entries()) {
      for (const other of operated.slice(at + 1)) {
        if (!kin(one, other) && !apart(one, other)) found.push(`${say(one.element)} lies over ${say(other.element)}`);
      }
    }
    lines.sort((a, b) => a.rest.top - b.rest.top);
    for (const [at, one] of lines.entries()) {
      for (let next = at + 1; next < lines.length && lines[next].rest.top < one.rest.bottom; next += 1) {
        const { left, top, right, bottom } = meet(one.rest, lines[next].rest);
        const height = Math.min(one.rest.bottom - one.rest.top, lines[next].rest.bottom - lines[next].rest.top);
        const overlaps = right - left > SLACK && bottom - top > height / 3;
        if (overlaps) found.push(`${say(one.element)} is written over ${say(lines[next].element)}`);
      }
    }
    return [...new Set(found)];
  }, SCROLLERS);
}
