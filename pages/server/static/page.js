/* What has to happen before Streamlit's own scripts, or beside them, in the browser. */
"use strict";

/* Pages write the codes a link left unsaid into the URL, and what is typed letter by letter.
   Neither is a step that Back should lead to: it would write them again, and there is no leaving. */
const TYPED = "search";

function isStep(now, next) {
  if (now.pathname !== next.pathname) return now.href !== waypoint;
  return codes(now).some(([name, code]) => next.searchParams.get(name) !== code);
}

/* On its way to another page Streamlit gives this one the other's codes, for a moment: the one
   time that codes leave a URL. The other page takes that place in the history. */
let waypoint = null;

function isWaypoint(now, next) {
  return now.pathname === next.pathname && codes(now).some(([name]) => !next.searchParams.has(name));
}

function codes(url) {
  return [...url.searchParams].filter(([name]) => name !== TYPED);
}

/* The language of the link is the document's: it decides the shapes of characters. */
function sayLanguage() {
  const tag = { zh: "zh-CN", en: "en" }[new URL(location.href).searchParams.get("lang")];
  if (tag) document.documentElement.lang = tag;
}

const push = history.pushState.bind(history);
const replace = history.replaceState.bind(history);

history.pushState = (state, title, url) => {
  const now = new URL(location.href);
  const next = new URL(url ?? now, now);
  (isStep(now, next) ? push : replace)(state, title, url);
  waypoint = isWaypoint(now, next) ? next.href : null;
  sayLanguage();
};
history.replaceState = (state, title, url) => {
  replace(state, title, url);
  sayLanguage();
};
addEventListener("popstate", sayLanguage);

/* The server closes a socket for good when the session is over, and when too many tabs are open.
   Streamlit would try again, and say in English that it cannot. */
const CLOSED_FOR_GOOD = { 4401: "login", 4429: "tabs" };

function leave({ code, reason }) {
  const page = CLOSED_FOR_GOOD[code];
  if (!page) return;
  const to = new URL(page, window.__streamlit.BACKEND_BASE_URL);
  to.searchParams.set("next", location.pathname + location.search);
  to.searchParams.set("lang", document.documentElement.lang.slice(0, 2));
  to.searchParams.set("why", reason);
  location.replace(to);
}

window.WebSocket = class extends WebSocket {
  constructor(...opened) {
    super(...opened);
    this.addEventListener("close", leave);
  }
};

/* On paper a chart is as wide as the sheet, not as the window it was drawn for. */
addEventListener("beforeprint", () => {
  for (const drawing of document.querySelectorAll(".js-plotly-plot .main-svg")) {
    const { width, height } = drawing;
    drawing.setAttribute("viewBox", `0 0 ${width.baseVal.value} ${height.baseVal.value}`);
  }
});
addEventListener("afterprint", () => {
  for (const drawing of document.querySelectorAll(".js-plotly-plot .main-svg"))
    drawing.removeAttribute("viewBox");
});

/* On a phone the menu lies over the page, and has done its work when a page is chosen. */
addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-testid=stSidebar] [data-testid=stPageLink] a");
  if (chosen && matchMedia("(max-width: 768px)").matches)
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
});

/* A finger does not hover first, and Plotly selects only what is hovered over: a bar would open at
   the second tap. */
addEventListener(
  "touchstart",
  ({ target, touches: [finger] }) => {
    if (!target.closest?.(".js-plotly-plot .nsewdrag")) return;
    const { clientX, clientY } = finger;
    const hover = { clientX, clientY, bubbles: true, view: window };
    target.dispatchEvent(new MouseEvent("mousemove", hover));
  },
  { capture: true, passive: true },
);

/* The pages before the application open in this tab, and lead back to where one was. */
addEventListener(
  "click",
  ({ target }) => {
    const link = target.closest?.("a[target=_blank]");
    const ours = link && new URL(link.href).origin === location.origin;
    if (!ours || !/\/(login|password)$/.test(new URL(link.href).pathname)) return;
    const to = new URL(link.href);
    if (to.pathname.endsWith("/login")) to.searchParams.set("next", location.pathname + location.search);
    link.href = to.href;
    link.target = "_self";
  },
  { capture: true },
);

/* A telephone shows digits where a number is asked: before the box has the cursor. */
for (const kind of ["pointerdown", "focusin"])
  addEventListener(
    kind,
    ({ target }) => {
      if (target.matches?.("input[type=tel], input[type=number]")) target.inputMode = "decimal";
    },
    { capture: true },
  );
