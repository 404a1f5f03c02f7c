// Beside the form of a profile: how visitors will see it, while it is written. The
// server makes it from what stands in the form and keeps nothing.
"use strict";

const live = document.querySelector("[data-live]");

function watchTyping() {
  const form = live.querySelector("form");
  const panel = live.querySelector(".live");
  const shown = live.querySelector("[data-live-shown]");
  const broken = live.querySelector("[data-live-broken]");
  let timer;
  let asking = new AbortController();

  const ask = async () => {
    asking.abort();
    const mine = asking = new AbortController();
    const answer = await fetch(live.dataset.live, {
      method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error", signal: mine.signal,
    }).then((r) => (r.ok ? r.text() : null)).catch(() => null);
    if (mine.signal.aborted) return;
    broken.hidden = answer !== null;
    if (answer === null) return;
    const page = new DOMParser().parseFromString(answer, "text/html");
    shown.replaceChildren(...page.body.childNodes);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  };

  live.classList.add("split", "split--half");
  panel.hidden = false;
  form.addEventListener("input", soon);
  // What the browser filled in again after a step back.
  if ([...form.elements].some((e) => e.type !== "hidden" && (e.value !== e.defaultValue || e.checked !== e.defaultChecked))) soon();
}

if (live) watchTyping();
