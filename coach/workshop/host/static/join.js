// Fills in the code of the address, and sees whether this browser has a seat already.
"use strict";
(() => {
  const code = document.getElementById("code");
  const given = decodeURIComponent(window.location.hash.slice(1)).trim();
  if (code && given && /^[0-9A-Za-z -]{8,20}$/.test(given)) {
    code.value = given.toUpperCase();
    history.replaceState(null, "", window.location.pathname);
  }
  const name = document.getElementById("name");
  if (code && code.value && name && !document.querySelector("details[open]")) {
    name.focus();
    name.select();
  } else if (code) {
    code.focus();
  }
  // A wrong code is said at once, before a name is thought of.
  const problem = document.getElementById("code-problem");
  if (code && problem) {
    code.addEventListener("change", () => {
      problem.hidden = true;
      if (code.value.replace(/[^0-9A-Za-z]/g, "").length < 8) {
        return;
      }
      fetch("/code", {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ code: code.value }),
      })
        .then((answer) => (answer.ok ? null : answer.json()))
        .then((refusal) => {
          if (refusal && refusal.error) {
            problem.textContent = refusal.error;
            problem.hidden = false;
          }
        })
        .catch(() => {});
    });
  }
  // Who comes from a link in a message brings no cookie with the first request; this one does.
  fetch("/here", { credentials: "same-origin", headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { name: null }))
    .then((seat) => {
      if (seat.name) {
        document.getElementById("seated-name").textContent = seat.name;
        document.getElementById("seated").hidden = false;
        document.getElementById("entering").hidden = true;
      }
    })
    .catch(() => {});
})();
