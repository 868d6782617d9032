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
