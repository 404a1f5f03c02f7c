// Small helps for browsers that run scripts; every page works without them.
"use strict";

function enhance() {
  // UX-4: the list of errors gets the focus, so that it is read first.
  document.querySelector("[data-focus]")?.focus();
  document.querySelectorAll("[data-limit]").forEach(countDown);
  document.querySelectorAll("form[data-leave]").forEach(guardTyping);
  document.querySelectorAll("form[method=post]").forEach(sendOnce);
  document.querySelectorAll("[data-upload]").forEach(showUpload);
  forgetNotice();
  watchSession();
  watchFinder();
  watchShortlist();
}

// Count down the characters of a text with a limit; the server checks again.
function countDown(area) {
  const text = document.getElementById(area.id + "-limit");
  const told = document.createElement("p");
  told.className = "hidden";
  told.setAttribute("aria-live", "polite");
  text.after(told);
  let timer;
  const count = () => {
    const left = Number(area.dataset.limit) - [...area.value].length;
    const template = left < 0 ? area.dataset.over : area.dataset.left;
    text.textContent = template.replace("{n}", Math.abs(left));
    clearTimeout(timer);
    timer = setTimeout(() => { told.textContent = text.textContent; }, 1000);
  };
  area.addEventListener("input", count);
  count();
}

// Ask before typed text is lost, on forms that say so.
function guardTyping(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed && form.isConnected) event.preventDefault(); });
}

// A second click on a button does not send the form twice.
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 3000);
  });
}

// Show how far an upload is and let people stop it.
function showUpload(field) {
  const form = field.closest("form");
  const input = field.querySelector("input[type=file]");
  const fits = judgeSize(field, input);
  input.addEventListener("change", fits);
  form?.addEventListener("submit", (event) => { // before anything else hears of it
    if (fits()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    input.focus();
  }, true);
  form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !input.files.length) return;
    event.preventDefault();
    upload(form, field);
  });
}

// Name a file that is too large before it is sent: far over the limit the server
// breaks the line off, and no message would come through.
function judgeSize(field, input) {
  let told = null;
  return () => {
    const most = Number(field.dataset.most);
    const fits = !most || !input.files.length || input.files[0].size <= most;
    if (fits && !told) return true; // what the server said stays
    document.getElementById(input.id + "-error")?.remove();
    const others = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== input.id + "-error");
    told = fits ? null : document.createElement("p");
    if (told) {
      const mark = document.createElement("span");
      mark.className = "hidden";
      mark.textContent = field.dataset.mark + " ";
      told.className = "field__error";
      told.id = input.id + "-error";
      told.append(mark, field.dataset.large);
      input.before(told);
      others.push(told.id);
    }
    field.classList.toggle("field--invalid", !fits);
    input.setAttribute("aria-invalid", String(!fits));
    input.setAttribute("aria-describedby", others.join(" "));
    return fits;
  };
}

// After this many seconds an upload that could not be taken is sent again, and
// after that many times the visitor is told what the server said.
const uploadAgain = 30;
const uploadTries = 20;

function upload(form, field, tries = 1) {
  const box = document.createElement("div");
  const bar = document.createElement("progress");
  const state = document.createElement("span");
  const stop = document.createElement("button");
  box.className = "upload";
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", field.dataset.busy);
  state.setAttribute("role", "status");
  state.textContent = field.dataset.busy;
  stop.type = "button";
  stop.className = "link-button";
  stop.textContent = field.dataset.cancel;
  const focused = field.contains(document.activeElement);
  field.querySelector(".upload")?.remove();
  box.append(bar, state, stop);
  field.append(box);
  if (focused) stop.focus();

  const request = new XMLHttpRequest();
  let waiting;
  const end = (text) => {
    const held = box.contains(document.activeElement);
    clearTimeout(waiting);
    bar.remove();
    stop.remove();
    state.textContent = text;
    delete form.dataset.sent;
    if (held) field.querySelector("input[type=file]").focus();
  };
  let told = 0;
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = (100 * event.loaded) / event.total;
    if (bar.value < told + 25) return; // read aloud four times, not a hundred
    told = Math.floor(bar.value / 25) * 25;
    state.textContent = field.dataset.sent.replace("{n}", told);
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    state.textContent = field.dataset.checking;
  });
  request.addEventListener("load", () => {
    const answered = request.response?.querySelector("form[enctype], main form");
    if (request.status === 503 && tries < uploadTries) {
      state.textContent = field.dataset.later.replace("{n}", uploadAgain);
      waiting = setTimeout(() => { if (form.isConnected) upload(form, field, tries + 1); }, uploadAgain * 1000);
    } else if (request.status >= 500 && !answered) {
      end(field.dataset.broken); // what was typed stays on this page
    } else {
      show(request);
    }
  });
  request.addEventListener("error", () => end(field.dataset.broken));
  request.addEventListener("abort", () => end(field.dataset.gone));
  stop.addEventListener("click", () => {
    if (waiting) end(field.dataset.gone);
    else request.abort();
  });
  request.open("POST", form.getAttribute("action") || location.href);
  request.setRequestHeader("X-Csrf-Token", form.elements._csrf?.value ?? "");
  request.responseType = "document";
  request.send(new FormData(form));
}

// The answer is a whole page, after a redirect at another address.
function show(request) {
  if (!request.response?.body) {
    location.assign(request.responseURL);
    return;
  }
  document.title = request.response.title;
  document.body.replaceWith(document.adoptNode(request.response.body));
  if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
  scrollTo(0, 0);
  enhance();
}

// A notice of what just happened does not come back on reload.
function forgetNotice() {
  const here = new URL(location.href);
  if (!here.searchParams.has("melding")) return;
  here.searchParams.delete("melding");
  history.replaceState(null, "", here);
}

// WCAG 2.2.1: two minutes before the session ends a dialog asks who is there,
// and one press goes on. Nothing that was typed is lost: while a form is changed
// the page stays, also after the end. Tabs tell each other that somebody is
// there, and hand over the form token of a new session of the same person.
const warnSeconds = 120;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
let session = null;
let typed = false;
addEventListener("input", (event) => { if (event.target.closest?.("form[method=post]")) typed = true; });
addEventListener("submit", () => { typed = false; });
setInterval(() => session?.tick(), 1000);
tabs?.addEventListener("message", (event) => session?.hear(event.data));

function watchSession() {
  typed = false;
  session = null;
  const dialog = document.getElementById("session-warning");
  if (!dialog) return;
  const name = document.querySelector(".site-header__user").textContent;
  const text = document.getElementById("session-text");
  const title = document.getElementById("session-title");
  const button = dialog.querySelector("[data-extend]");
  const again = dialog.querySelector("a");
  const told = [title.textContent, text.textContent];
  let token = dialog.dataset.token;
  let end = 0;
  let over = false;

  const alive = () => {
    end = Date.now() + dialog.dataset.idle * 1000;
    over = false;
    [title.textContent, text.textContent] = told;
    [button.hidden, again.hidden] = [false, true];
    if (dialog.open) dialog.close();
  };
  const finish = () => {
    over = true;
    if (!typed) {
      location.assign(dialog.dataset.over);
      return;
    }
    [title.textContent, text.textContent] = [dialog.dataset.overTitle, dialog.dataset.overText];
    [button.hidden, again.hidden] = [true, false];
    if (!dialog.open) dialog.showModal();
    again.focus();
  };
  const extend = async () => {
    const answer = await fetch("/account/verlengen", {
      method: "POST", headers: { "X-Csrf-Token": token }, redirect: "manual",
    }).catch(() => null);
    if (!answer) text.textContent = dialog.dataset.broken;
    else if (answer.status !== 204) finish();
    else {
      alive();
      tabs?.postMessage({ name, token });
    }
  };
  button.addEventListener("click", extend);
  dialog.addEventListener("cancel", (event) => {
    if (over) return;
    event.preventDefault();
    extend();
  });
  session = {
    tick() {
      const left = end - Date.now();
      if (over) return;
      if (left <= 0) finish();
      else if (left <= warnSeconds * 1000 && !dialog.open) dialog.showModal();
    },
    hear(other) {
      if (other.name !== name) return;
      token = other.token;
      document.querySelectorAll("input[name=_csrf]").forEach((field) => { field.value = token; });
      alive();
    },
  };
  alive();
  tabs?.postMessage({ name, token });
}

// The finder answers without a new page: after a tick or a search only the
// answer and the counts are replaced. The focus stays where it is, or goes to the
// number found; a reader is told that number. Addresses are those of the pages.
function watchFinder() {
  const form = document.querySelector("form[data-finder]");
  if (!form) return;
  const told = document.createElement("p");
  told.className = "hidden";
  told.setAttribute("role", "status");
  form.after(told);
  unfold();
  let asked = 0;
  const go = async (address, focus) => {
    const mine = ++asked;
    told.textContent = form.dataset.finder;
    const answer = await fetch(address).then((r) => (r.ok ? r.text() : null)).catch(() => null);
    if (mine !== asked) return;
    if (!answer) {
      location.assign(address);
      return;
    }
    const page = new DOMParser().parseFromString(answer, "text/html");
    if ([page, document].some((d) => d.querySelector("#zoek .field--invalid"))) {
      location.assign(address);
      return;
    }
    const held = document.activeElement?.id;
    const open = new Map([...document.querySelectorAll("#filters details")].map((d) => [d.id, d.open]));
    ["filters", "resultaat"].forEach((id) => document.getElementById(id).replaceWith(page.getElementById(id)));
    if (focus) open.delete("alle-filters"); // who asked for the list wants to see it
    unfold();
    open.forEach((was, id) => { const d = document.getElementById(id); if (d) d.open = was || d.open; });
    page.querySelectorAll("#zoek input, #zoek select").forEach((field) => {
      const here = document.getElementById(field.id);
      if (here && here.id !== held) here.value = field.value;
    });
    history.pushState(null, "", address);
    document.title = page.title;
    watchShortlist();
    const count = document.getElementById("gevonden");
    told.textContent = count.textContent;
    if (focus) count.focus();
    else document.getElementById(held)?.focus({ preventScroll: true });
  };
  const address = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    return form.getAttribute("action") + (query.size ? "?" + query : "");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(address(), true);
  });
  form.closest("main").addEventListener("change", (event) => {
    if (event.target.form === form && event.target.type !== "search" && event.target.type !== "text") go(address(), false);
  });
  form.closest("main").addEventListener("click", (event) => {
    const link = event.target.closest?.("#resultaat .tags a, #resultaat .pagination a, #resultaat .empty ul a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href, true);
  });
}

// On a wide screen the filters stand open; newer browsers see to that by the
// stylesheet.
function unfold() {
  const fold = document.getElementById("alle-filters");
  if (fold && matchMedia("(min-width: 56rem)").matches && !CSS.supports("selector(::details-content)")) fold.open = true;
}

addEventListener("popstate", () => location.reload());
enhance();
