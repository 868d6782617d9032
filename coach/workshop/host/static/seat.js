// Gives the terminal script (textual.js, from textual-serve) a line that comes back by itself.
// The script opens one WebSocket and knows no other; what it gets here is one that outlives the real ones.
"use strict";
(() => {
  const RealSocket = window.WebSocket;
  const ENDED = { 4001: "elsewhere", 4002: "closed", 4003: "left" };
  const TOO_LARGE = 1009;
  const PING_EVERY = 2000; // milliseconds
  const SILENCE = 2000; // without any answer to a ping for so long, the line counts as gone
  const OPENING = 4000;
  const WAITS = [100, 300, 600, 1000, 1500];
  const terminal = document.getElementById("terminal");
  const away = document.getElementById("away");
  const ended = document.getElementById("ended");

  class LastingSocket extends EventTarget {
    constructor(address) {
      super();
      this.address = address.split("?")[0];
      this.size = Object.fromEntries(new URL(address, window.location.href).searchParams);
      this.binaryType = "arraybuffer";
      this.tries = 0;
      this.over = false;
      this.open();
      setInterval(() => this.ping(), PING_EVERY);
      window.addEventListener("online", () => this.hurry());
      document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    }

    open() {
      const socket = new RealSocket(`${this.address}?width=${this.size.width}&height=${this.size.height}`);
      this.socket = socket;
      this.waiting = null;
      this.silent = null;
      socket.binaryType = "arraybuffer";
      const slow = setTimeout(() => this.lose(socket), OPENING);
      socket.addEventListener("open", () => {
        clearTimeout(slow);
        if (socket === this.socket) this.back();
      });
      socket.addEventListener("message", (event) => {
        if (socket === this.socket) this.take(event);
      });
      socket.addEventListener("close", (event) => {
        clearTimeout(slow);
        if (socket === this.socket) this.lost(event.code);
      });
    }

    back() {
      this.tries = 0;
      away.hidden = true;
      this.dispatchEvent(new Event("open"));
    }

    take(event) {
      clearTimeout(this.silent);
      this.silent = null;
      if (typeof event.data === "string") return; // the answer to a ping
      this.dispatchEvent(new MessageEvent("message", { data: event.data }));
    }

    send(data) {
      const [kind, value] = JSON.parse(data);
      if (kind === "ping") return; // this class pings by itself
      if (kind === "resize") this.size = value;
      if (this.socket.readyState === RealSocket.OPEN) this.socket.send(data);
    }

    ping() {
      if (this.socket.readyState !== RealSocket.OPEN || this.silent) return;
      const socket = this.socket;
      socket.send('["ping",""]');
      this.silent = setTimeout(() => this.lose(socket), SILENCE);
    }

    hurry() {
      if (this.waiting) {
        clearTimeout(this.waiting);
        this.open();
      } else {
        this.ping();
      }
    }

    lose(socket) {
      if (socket !== this.socket || this.waiting || this.over) return;
      this.socket = { readyState: RealSocket.CLOSED };
      socket.close();
      this.lost(0);
    }

    lost(code) {
      clearTimeout(this.silent);
      this.silent = null;
      if (this.over) return;
      if (ENDED[code]) return this.end(ENDED[code]);
      if (code !== TOO_LARGE) away.hidden = false;
      if (this.tries >= WAITS.length) this.ask();
      this.waiting = setTimeout(() => this.open(), WAITS[Math.min(this.tries, WAITS.length - 1)]);
      this.tries += 1;
    }

    // A refusal cannot be told from a host that is away; a page of the host tells which it is.
    ask() {
      fetch("/here", { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : { name: "?" }))
        .then((seat) => seat.name || this.end("left"))
        .catch(() => {});
    }

    end(why) {
      this.over = true;
      clearTimeout(this.waiting);
      away.hidden = true;
      for (const text of ended.querySelectorAll("[data-why]")) text.hidden = text.dataset.why !== why;
      document.getElementById("again").hidden = why === "left";
      ended.hidden = false;
      (why === "left" ? document.getElementById("start") : document.getElementById("again")).focus();
    }
  }

  document.getElementById("again").addEventListener("click", () => window.location.reload());
  // A browser takes some keys for itself; these are the terminal's here.
  window.addEventListener("keydown", (event) => {
    if (/^F([1-9]|10)$/.test(event.key)) event.preventDefault();
  });

  const columns = 84;
  const fitting = Math.floor(window.innerWidth / columns / 0.602);
  terminal.dataset.fontSize = String(Math.min(20, Math.max(9, fitting)));
  terminal.dataset.sessionWebsocketUrl = `${window.location.origin.replace(/^http/, "ws")}/ws`;
  window.WebSocket = LastingSocket;

  const begin = () => {
    const script = document.createElement("script");
    script.src = "/assets/textual.js";
    script.onload = () => {
      const start = window.onload;
      window.onload = null;
      start();
      const typed = terminal.querySelector("textarea");
      if (typed) typed.focus();
      document.addEventListener("click", () => ended.hidden && typed && typed.focus());
    };
    document.head.append(script);
  };
  // The terminal measures its letters once: the font has to be there.
  const fonts = ["", "bold ", "italic "].map((face) => document.fonts.load(`${face}16px "Roboto Mono"`));
  Promise.race([Promise.allSettled(fonts), new Promise((done) => setTimeout(done, 3000))]).then(begin);
})();
