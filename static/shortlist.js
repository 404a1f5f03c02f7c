// The shortlist (D8): with a script the browser keeps it, on this device only, and
// sends it nowhere. Without one it stands in the addresses. This file is joined
// with portal.js.
"use strict";

const listKey = "lijstje";
const listMost = 12;
const compareMost = 4;

// readList gives the slugs, or null where the browser keeps nothing.
function readList() {
  try {
    const kept = JSON.parse(localStorage.getItem(listKey) ?? "[]");
    return Array.isArray(kept) ? kept.filter((slug) => /^[a-z0-9][a-z0-9-]{0,99}$/.test(slug)).slice(0, listMost) : [];
  } catch (error) {
    return error instanceof SyntaxError ? [] : null;
  }
}

function keepList(list) {
  try {
    if (list.length) localStorage.setItem(listKey, JSON.stringify(list));
    else localStorage.removeItem(listKey);
  } catch { /* full or forbidden: the list stays as it was */ }
}

function listAddress(path, list) {
  return path + (list.length ? "?" + new URLSearchParams(list.map((slug) => ["a", slug])) : "");
}

function watchShortlist() {
  offerSharing();
  const kept = readList();
  if (!kept) return;
  const here = new URL(location.href);
  const asked = [...new Set(here.searchParams.getAll("a"))];
  openKept(kept);
  if (document.querySelector("[data-listed]")) {
    watchListPage(kept, asked);
    return;
  }
  const bar = document.getElementById("lijstje");
  if (!bar) return;
  if (asked.length) { // somebody's link: from here on the browser keeps it
    keepList([...new Set([...kept, ...asked])].slice(0, listMost));
    here.searchParams.delete("a");
    location.replace(here);
    return;
  }
  showShortlist(bar, kept);
}

// openKept shows the kept list on a page that was opened without one.
function openKept(kept) {
  const path = document.querySelector("[data-list-open]")?.dataset.listOpen;
  if (path && kept.length && !location.search.includes("a=")) location.replace(listAddress(path, kept.slice(0, path.endsWith("lijstje") ? listMost : compareMost)));
}

function showShortlist(bar, list) {
  bar.hidden = !list.length;
  bar.querySelector("[role=status]").textContent = bar.dataset.number.replace("{n}", list.length);
  bar.querySelectorAll("[data-to]").forEach((link) => {
    const compares = link.dataset.to.endsWith("vergelijken");
    link.href = listAddress(link.dataset.to, compares ? list.slice(0, compareMost) : list);
    link.hidden = compares && list.length < 2;
  });
  document.querySelectorAll("[data-list]").forEach((button) => {
    button.firstElementChild.textContent = list.includes(button.value) ? bar.dataset.remove : bar.dataset.add;
  });
}

addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-list]");
  const list = button && readList();
  const bar = document.getElementById("lijstje");
  if (!list || !bar) return;
  event.preventDefault();
  const known = list.includes(button.value);
  if (!known && list.length >= listMost) {
    bar.hidden = false;
    bar.querySelector("[role=status]").textContent = bar.dataset.full;
    return;
  }
  keepList(known ? list.filter((slug) => slug !== button.value) : [...list, button.value]);
  showShortlist(bar, readList());
});

// Another tab changed the list, or the browser went back to a page it kept.
addEventListener("storage", (event) => { if (event.key === listKey) refreshShortlist(); });
addEventListener("pageshow", (event) => { if (event.persisted) refreshShortlist(); });

function refreshShortlist() {
  const bar = document.getElementById("lijstje");
  const list = readList();
  if (bar && list) showShortlist(bar, list);
}

// The page of the list shows what its address says. Is that the kept list, then
// what is taken off here is taken off there too; is it somebody else's, then it
// can be kept.
function watchListPage(kept, asked) {
  const mine = kept.length === asked.length && asked.every((slug) => kept.includes(slug));
  document.querySelectorAll("[data-list-off]").forEach((link) => link.addEventListener("click", () => {
    if (mine) keepList(kept.filter((slug) => slug !== link.dataset.listOff));
  }));
  document.querySelector("[data-list-clear]").addEventListener("click", () => keepList([]));
  const keep = document.querySelector("[data-list-keep]");
  keep.hidden = mine;
  keep.addEventListener("click", () => {
    keepList(asked.slice(0, listMost));
    location.replace(location.href);
  });
}

// Printing and copying an address need a script, so their buttons come with it.
function offerSharing() {
  document.querySelectorAll("[data-print][hidden]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy][hidden]").forEach((button) => {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
    });
  });
}
