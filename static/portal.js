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
  form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !input.files.length) return;
    event.preventDefault();
    upload(form, field);
  });
}

function upload(form, field) {
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
  box.append(bar, state, stop);
  field.querySelector(".upload")?.remove();
  field.append(box);

  const request = new XMLHttpRequest();
  const end = (text) => {
    bar.remove();
    stop.remove();
    state.textContent = text;
    delete form.dataset.sent;
  };
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => show(request));
  request.addEventListener("error", () => end(field.dataset.broken));
  request.addEventListener("abort", () => end(field.dataset.gone));
  stop.addEventListener("click", () => request.abort());
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

addEventListener("popstate", () => location.reload());
enhance();
