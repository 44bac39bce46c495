/* Whether the server is there and answers: says so at once, and gives back what was typed meanwhile.

   A page knows the server it was drawn by. What is sent and not answered, or typed while the line is
   down, may not be saved: the page is drawn anew then, and what differs from it is offered back.

   In the forms of the field log (`st-key-autosave`) what is typed is sent when the fingers rest, and
   lies in this browser until the server has answered: a page that was closed offers it back too. */
"use strict";

(() => {
  const { server, words, visitor } = window.sixStrengths;
  const STORED = "six_strengths_unsaved", MIRROR = "six_strengths_typed";
  const AUTOSAVE = "[class*=st-key-autosave]";
  const RESTS_AFTER = 1500;
  const KEPT_FOR = 3 * 24 * 3600 * 1000;
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
    // A form that is begun anew, and every new visit, counts its boxes from another number.
    return key?.replace(/_\d+$/, "") ?? field.getAttribute("aria-label");
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
      if (!key) return;
      const entry = { key, label: labelOf(target), value: target.value, at: Date.now() };
      typed.set(key, entry);
      if (target.closest(AUTOSAVE)) {
        mirrored.set(key, entry);
        writeMirror();
        clearTimeout(resting);
        resting = setTimeout(commit, RESTS_AFTER, target);
      }
    },
    { capture: true },
  );

  /* ---- what is typed in the field: sent when the fingers rest, kept here until it is answered */

  const mirrored = new Map();
  let resting = null, isComposing = false;

  addEventListener("compositionstart", () => (isComposing = true), { capture: true });
  addEventListener("compositionend", () => (isComposing = false), { capture: true });
  addEventListener("focusout", ({ target }) => handOn(target), { capture: true });

  /* Streamlit takes over what stands in a box at Ctrl+Enter; the box keeps the cursor. */
  function commit(field) {
    if (isComposing) return void (resting = setTimeout(commit, RESTS_AFTER, field));
    if (!field.isConnected || document.activeElement !== field || lostAt !== null) return;
    handOn(field);
    const enter = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", enter));
    field.dispatchEvent(new KeyboardEvent("keypress", enter));
  }

  function handOn(field) {
    const entry = field.matches?.(FIELDS) && mirrored.get(keyOf(field));
    if (entry) entry.handedOnAt = Date.now();
  }

  /* What was handed on and answered is saved, or the page says why not. */
  function forgetAnswered() {
    const app = document.querySelector("[data-testid=stApp]");
    if (lostAt !== null || sentAt > heardAt || app?.dataset.testScriptState !== "notRunning") return;
    let isChanged = false;
    for (const [key, { handedOnAt }] of mirrored)
      if (handedOnAt && Math.min(sentAt, heardAt) >= handedOnAt) isChanged = mirrored.delete(key);
    if (isChanged) writeMirror();
  }

  function writeMirror() {
    if (!mirrored.size) return localStorage.removeItem(MIRROR);
    const fields = [...mirrored.values()];
    localStorage.setItem(MIRROR, JSON.stringify({ visitor, page: location.pathname, at: Date.now(), fields }));
  }

  /* Of this person alone, and not for ever: a telephone may change hands. */
  function readMirror() {
    const stored = JSON.parse(localStorage.getItem(MIRROR) ?? "null");
    if (stored && stored.visitor === visitor && Date.now() - stored.at < KEPT_FOR) return stored;
    localStorage.removeItem(MIRROR);
    return null;
  }

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
    // Before Streamlit hears of it, and shuts every box.
    if (lostAt === null) noteOpenBoxes();
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
    if (lostAt !== null) letWrite();
    forgetAnswered();
  }, PAUSE);

  /* Streamlit says in English, over the whole page, that the connection is lost. */
  function hideStreamlits() {
    for (const dialog of document.querySelectorAll("[role=dialog]"))
      if (dialog.textContent.includes("Connection error"))
        (dialog.closest("[data-baseweb=modal]") ?? dialog).style.display = "none";
  }

  /* Streamlit disables every box while the line is down. One may go on writing: what is typed then
     is offered back when the page is drawn anew. */
  function letWrite() {
    for (const field of document.querySelectorAll(FIELDS))
      if (field.disabled && openBoxes.has(keyOf(field))) field.disabled = false;
  }

  /* Which boxes one could write in when the line broke. */
  let openBoxes = new Set();

  function noteOpenBoxes() {
    const boxes = [...document.querySelectorAll(FIELDS)].filter((field) => !field.disabled);
    openBoxes = new Set(boxes.map(keyOf));
  }

  /* ---- files on their way */

  const HELD = "[class*=st-key-send_] button, [class*=st-key-submit_] button";
  let uploads = 0, isHeld = null, hasFailed = false;

  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, url, ...others) {
    this.isUpload = method.toUpperCase() === "PUT" && String(url).includes("/upload_file/");
    return open.call(this, method, url, ...others);
  };
  XMLHttpRequest.prototype.send = function (...others) {
    if (this.isUpload) {
      uploads += 1;
      if (!isHeld) show("uploading");
      this.addEventListener("abort", () => (this.isUnwanted = true));
      this.addEventListener("loadend", () => arrived(this.isUnwanted || (this.status >= 200 && this.status < 300)));
    }
    return send.apply(this, others);
  };

  async function arrived(isWhole) {
    uploads -= 1;
    hasFailed ||= !isWhole;
    if (uploads) return;
    if (["uploading", "held"].includes(bar?.dataset.says)) hide();
    const button = isHeld;
    isHeld = null;
    if (hasFailed) show("notUploaded", [{ says: "close", does: hide }]);
    else if (button) {
      // Not before the page has taken the file.
      do await pause();
      while (sentAt > heardAt || document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning");
      if (button.isConnected) button.click();
    }
    hasFailed = false;
  }

  /* What is sent waits for the files that belong to it. */
  addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.(HELD);
      if (!button || !uploads) return;
      event.preventDefault();
      event.stopPropagation();
      isHeld = button;
      show("held");
    },
    { capture: true },
  );

  /* ---- what is given back */

  async function giveBack() {
    const interrupted = JSON.parse(sessionStorage.getItem(STORED) ?? "null");
    sessionStorage.removeItem(STORED);
    const left = readMirror();
    const stored = interrupted ?? left;
    if (!stored || stored.page !== location.pathname) return;
    for (const entry of left?.fields ?? []) mirrored.set(entry.key, { ...entry, handedOnAt: undefined });
    let fields = stored.fields;
    for (let tries = 0; tries < TRIES; tries += 1) {
      await pause();
      const app = document.querySelector("[data-testid=stApp]");
      if (app?.dataset.testScriptState !== "notRunning") continue;
      fields = stored.fields.filter(({ key, value }) => fieldOf(key)?.value !== value);
      if (fields.every(({ key }) => fieldOf(key)) || tries > 20) break;
    }
    if (!fields.length) {
      forget(stored.fields);
      return interrupted && show("back", [{ says: "close", does: hide }]);
    }
    const told = fields.map(({ label, value }) => `${label}：${value}`).join("；");
    const drop = () => (hide(), forget(stored.fields));
    show(interrupted ? "unsaved" : "left", [{ says: "restore", does: () => restore(fields) }, { says: "drop", does: drop }], told);
  }

  function forget(fields) {
    for (const { key } of fields) mirrored.delete(key);
    writeMirror();
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
