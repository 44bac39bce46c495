/* Whether the server is there and answers: says so at once, and gives back what was typed meanwhile.

   A page knows the server it was drawn by. What is sent and not answered, or typed while the line is
   down, may not be saved: the page is drawn anew then, and what differs from it is offered back. */
"use strict";

(() => {
  const { server, words } = window.sixStrengths;
  const STORED = "six_strengths_unsaved";
  const NO_ANSWER_AFTER = 3000;
  const DOUBT = 3000; // What was typed so shortly before the last answer may have come after it.
  const TRIES = 120, PAUSE = 500;

  const typed = new Map();
  let sentAt = 0, heardAt = 0, lostAt = null, isUnanswered = false, sockets = 0, isOpen = false;

  const say = (key) => words[document.documentElement.lang.slice(0, 2)]?.[key] ?? words.zh[key];

  /* ---- what was typed */

  const FIELDS = "input:not([type=checkbox]):not([type=radio]):not([type=file]):not([type=password]), textarea";

  function keyOf(field) {
    const holder = field.closest("[class*=st-key-]");
    const key = [...(holder?.classList ?? [])].find((name) => name.startsWith("st-key-"));
    return key ?? field.getAttribute("aria-label");
  }

  function labelOf(field) {
    return field.getAttribute("aria-label") ?? field.closest("[data-testid^=st]")?.innerText ?? "";
  }

  function fieldOf(key) {
    return [...document.querySelectorAll(FIELDS)].find((field) => keyOf(field) === key);
  }

  addEventListener(
    "input",
    ({ target }) => {
      if (!target.matches?.(FIELDS)) return;
      const key = keyOf(target);
      if (key) typed.set(key, { key, label: labelOf(target), value: target.value, at: Date.now() });
    },
    { capture: true },
  );

  function doubtful() {
    return [...typed.values()].filter(({ at }) => at > lostAt - DOUBT);
  }

  /* ---- the line */

  window.WebSocket = class extends window.WebSocket {
    constructor(url, ...others) {
      super(url, ...others);
      if (!String(url).includes("/_stcore/stream")) return;
      this.isStream = true;
      this.addEventListener("open", connected);
      this.addEventListener("close", lost);
      this.addEventListener("message", () => (heardAt = Date.now()));
    }

    send(data) {
      if (this.isStream) sentAt = Date.now();
      super.send(data);
    }
  };

  function lost({ code }) {
    isOpen = false;
    if (sockets === 0 || code >= 4000) return;
    isUnanswered ||= sentAt > heardAt;
    lostAt ??= heardAt;
    show("lost");
  }

  async function connected() {
    isOpen = true;
    sockets += 1;
    if (lostAt === null) return;
    const now = await serverNow();
    if (!isOpen) return;
    if (now !== server || isUnanswered || doubtful().length) return drawAnew();
    lostAt = null;
    isUnanswered = false;
    hide();
  }

  async function serverNow() {
    for (let tries = 0; tries < TRIES && isOpen; tries += 1) {
      try {
        const answer = await fetch(new URL("server", window.__streamlit.BACKEND_BASE_URL), { cache: "no-store" });
        if (answer.ok) return (await answer.json()).server;
      } catch {
        // The line is gone again, or not there yet.
      }
      await pause();
    }
    return null;
  }

  function drawAnew() {
    sessionStorage.setItem(STORED, JSON.stringify({ page: location.pathname, fields: doubtful() }));
    location.reload();
  }

  setInterval(() => {
    const isWaiting = isOpen && lostAt === null && sentAt > heardAt;
    if (isWaiting && Date.now() - sentAt > NO_ANSWER_AFTER) show("waiting");
    else if (bar?.dataset.says === "waiting" && !isWaiting) hide();
    if (lostAt !== null) hideStreamlits();
  }, PAUSE);

  /* Streamlit says in English, over the whole page, that the connection is lost. */
  function hideStreamlits() {
    for (const dialog of document.querySelectorAll("[role=dialog]"))
      if (dialog.textContent.includes("Connection error"))
        (dialog.closest("[data-baseweb=modal]") ?? dialog).style.display = "none";
  }

  /* ---- what is given back */

  async function giveBack() {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? "null");
    sessionStorage.removeItem(STORED);
    if (!stored || stored.page !== location.pathname) return;
    let fields = stored.fields;
    for (let tries = 0; tries < TRIES; tries += 1) {
      await pause();
      const app = document.querySelector("[data-testid=stApp]");
      if (app?.dataset.testScriptState !== "notRunning") continue;
      fields = stored.fields.filter(({ key, value }) => fieldOf(key)?.value !== value);
      if (fields.every(({ key }) => fieldOf(key)) || tries > 20) break;
    }
    if (!fields.length) return show("back", [{ says: "close", does: hide }]);
    const told = fields.map(({ label, value }) => `${label}：${value}`).join("；");
    show("unsaved", [{ says: "restore", does: () => restore(fields) }, { says: "drop", does: hide }], told);
  }

  async function restore(fields) {
    hide();
    for (const { key, value } of fields) {
      const field = fieldOf(key);
      if (!field) continue;
      const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
      field.focus();
      Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.blur();
      await pause();
    }
  }

  /* ---- the bar that says it */

  let bar = null;

  function show(key, buttons = [], told = "") {
    if (bar?.dataset.says === key) return;
    hide();
    bar = document.createElement("div");
    bar.className = `connection ${key}`;
    bar.dataset.says = key;
    bar.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = say(key) + told;
    bar.append(text);
    for (const { says, does } of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = say(says);
      button.addEventListener("click", does);
      bar.append(button);
    }
    document.body.append(bar);
  }

  function hide() {
    bar?.remove();
    bar = null;
  }

  function pause() {
    return new Promise((done) => setTimeout(done, PAUSE));
  }

  addEventListener("DOMContentLoaded", giveBack);
})();
