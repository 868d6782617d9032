// Renews the board every two seconds, lets the clock count on meanwhile, and keeps the last picture when the host is away.
"use strict";
(() => {
  const EVERY = 2000;
  const LEAST_FIT = 0.86;
  const page = document.documentElement;
  const board = document.getElementById("board");
  const quiet = document.getElementById("quiet");
  const words = document.body.dataset;
  let mark = "";
  let clock = null; // {left: seconds, running: bool, at: when it was fetched}
  let seen = null;

  const two = (number) => String(number).padStart(2, "0");

  function left() {
    const passed = clock.running ? (performance.now() - clock.at) / 1000 : 0;
    return Math.max(0, Math.ceil(clock.left - passed));
  }

  function tick() {
    const face = board.querySelector("[data-clock]");
    if (!face || !clock) return;
    const seconds = left();
    const text = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    if (face.textContent !== text) face.textContent = text;
    const state = board.querySelector("[data-state]");
    if (clock.running) state.textContent = seconds ? "" : words.timeUp;
  }

  // Long texts are set a little smaller rather than cut off.
  function fit() {
    const main = board.querySelector("main");
    page.style.removeProperty("--fit");
    for (let size = 1; main && size > LEAST_FIT; size -= 0.03) {
      page.style.setProperty("--fit", size.toFixed(2));
      if (main.scrollHeight <= main.clientHeight && main.scrollWidth <= main.clientWidth) return;
    }
  }

  function draw(html) {
    const made = new DOMParser().parseFromString(html, "text/html");
    board.replaceChildren(...made.body.childNodes);
    tick();
    fit();
  }

  function away() {
    const time = seen ? `${two(seen.getHours())}:${two(seen.getMinutes())}` : "–";
    quiet.textContent = words.away.replace("{time}", time);
  }

  let timer = 0;
  let looking = false;

  async function look() {
    if (looking) return;
    looking = true;
    clearTimeout(timer);
    try {
      const answer = await fetch(`/board/now?have=${mark}`, { cache: "no-store", signal: AbortSignal.timeout(4000) });
      if ([401, 403, 404, 410].includes(answer.status)) {
        board.replaceChildren();
        mark = "";
        quiet.textContent = words.gone;
      } else if (!answer.ok) {
        away();
      } else {
        const now = await answer.json();
        clock = { left: now.left, running: now.running, at: performance.now() };
        seen = new Date();
        quiet.textContent = "";
        mark = now.mark;
        if (now.html !== undefined) draw(now.html);
        tick();
      }
    } catch {
      away();
    }
    looking = false;
    timer = setTimeout(look, EVERY);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.toLowerCase() === "d") page.classList.toggle("dark");
    if (event.key.toLowerCase() === "c") page.classList.toggle("other");
    fit();
  });
  window.addEventListener("resize", fit);
  // A screen that was hidden shows at once how things are.
  document.addEventListener("visibilitychange", look);
  setInterval(tick, 250);
  look();
})();
