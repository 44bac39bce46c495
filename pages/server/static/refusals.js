/* Who is refused something looks at the button they pressed: the box that is wrong may be screens away,
   and the page is not redrawn from its top. What `pages/kit/refusals.py` draws is looked for here. */
"use strict";

(() => {
  const REFUSED = "st-key-refused_", FAULT = "st-key-fault_", WAY_TO = "st-key-way_to_";
  const FIELDS = "input:not([type=hidden]), textarea, [role=combobox], [role=radio], [data-testid=stButtonGroup] button";
  const looked = new Set();
  let isDue = false;

  function nameOf(element, beginning) {
    return [...element.classList].find((name) => name.startsWith(beginning));
  }

  /* The box that a sentence stands under: the last one before it. */
  function boxOf(fault) {
    for (let at = fault; at && !at.matches("[data-testid=stMain]"); at = at.parentElement)
      for (let before = at.previousElementSibling; before; before = before.previousElementSibling) {
        const field = before.querySelector(FIELDS);
        if (field) return field;
      }
    return null;
  }

  function mark(fault) {
    const field = boxOf(fault);
    if (!field) return null;
    fault.id = nameOf(fault, FAULT);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", fault.id);
    field.dataset.fault = fault.id;
    return field;
  }

  function unmark() {
    for (const field of document.querySelectorAll("[data-fault]")) {
      if (document.getElementById(field.dataset.fault)) continue;
      for (const name of ["aria-invalid", "aria-describedby", "data-fault"]) field.removeAttribute(name);
    }
  }

  function look() {
    isDue = false;
    unmark();
    const fields = [...document.querySelectorAll(`[class*=${FAULT}]`)].map(mark).filter(Boolean);
    for (const place of document.querySelectorAll(`[class*=${REFUSED}]`)) {
      const name = nameOf(place, REFUSED);
      if (looked.has(name)) continue;
      looked.add(name);
      place.tabIndex = -1;
      turnTo(fields[0] ?? place);
    }
    for (const sign of document.querySelectorAll(`[class*=${WAY_TO}]`)) {
      const name = nameOf(sign, WAY_TO);
      const [, key] = name.split("__");
      // Its place is drawn first, and the box in it when its script has come.
      const field = document.querySelector(`.st-key-${CSS.escape(key)}`)?.querySelector(FIELDS);
      if (looked.has(name) || !field) continue;
      looked.add(name);
      turnTo(field);
    }
  }

  function turnTo(element) {
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
  }

  new MutationObserver(() => {
    if (isDue) return;
    isDue = true;
    setTimeout(look, 100);
  }).observe(document, { childList: true, subtree: true });
})();
