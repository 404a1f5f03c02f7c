// The review desk: who else looks at this application now.
"use strict";

const watchers = document.querySelector("[data-watch]");

async function watch() {
  if (document.hidden) return;
  try {
    const answer = await fetch(watchers.dataset.watch, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ _csrf: watchers.dataset.token }),
      redirect: "error",
    });
    if (!answer.ok) return;
    const text = await answer.text();
    if (text !== watchers.textContent) watchers.textContent = text;
  } catch {
    // The next round tries again.
  }
}

if (watchers) {
  setInterval(watch, 20000);
  document.addEventListener("visibilitychange", watch);
}
