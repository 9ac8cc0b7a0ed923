// Havre's few lines in the browser. Every page works without them.
(function () {
  "use strict";
  var doc = document;

  // Quick exit: blank first, then away, leaving no entry to come back to.
  var exit = doc.querySelector("[data-exit]");
  function leave() {
    doc.documentElement.classList.add("gone");
    doc.title = "";
    if (exit.origin === window.location.origin) { // the browser keeps something: it is let go of on the way out
      window.fetch(exit.href, { keepalive: true, redirect: "manual" }).catch(function () {});
    }
    window.location.replace(exit.getAttribute("data-exit"));
  }
  if (exit) {
    var presses = 0, last = 0;
    exit.addEventListener("click", function (e) { e.preventDefault(); leave(); });
    doc.addEventListener("keydown", function (e) {
      if (e.key !== "Shift") { presses = 0; return; }
      if (e.repeat) { return; }
      var now = Date.now();
      presses = now - last < 5000 ? presses + 1 : 1;
      last = now;
      if (presses >= 3) { leave(); }
    });
  }

  // Keys: / code, n new contact, ? help; only while nobody types, and they can be switched off.
  function keysOff() { return /(?:^|; )havre_keys=off/.test(doc.cookie); }
  doc.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || keysOff()) { return; }
    if (!/^[a-z\/?]$/.test(e.key) || e.target.isContentEditable) { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) { return; }
    var to = doc.querySelector('[data-key="' + e.key + '"]');
    if (!to) { return; }
    e.preventDefault();
    if (to.tagName === "INPUT") { to.focus(); to.select(); } else { to.click(); }
  });
  var toggle = doc.querySelector("[data-keys]");
  if (toggle) {
    var name = function () { toggle.textContent = toggle.getAttribute(keysOff() ? "data-on" : "data-off"); };
    toggle.hidden = false;
    name();
    toggle.addEventListener("click", function () {
      doc.cookie = "havre_keys=" + (keysOff() ? "on" : "off") + "; path=/; max-age=31536000; samesite=lax";
      name();
    });
  }

  // What is to be corrected gets the focus.
  var focus = doc.querySelector("[data-focus]");
  if (focus) { focus.focus(); }

  // How many signs are left, said once they grow few.
  var leftWords = doc.currentScript.getAttribute("data-left");
  Array.prototype.forEach.call(doc.querySelectorAll("[data-max]"), function (area) {
    var line = doc.createElement("p"), max = Number(area.getAttribute("data-max"));
    line.className = "left";
    line.setAttribute("aria-live", "polite");
    area.insertAdjacentElement("afterend", line);
    function count() {
      var left = max - Array.from(area.value).length;
      line.textContent = left < max / 5 ? leftWords.replace("{n}", left) : "";
    }
    area.addEventListener("input", count);
    count();
  });

  // What is typed in a form is kept in passing, sealed to whoever types it: every ten seconds, when the page is no
  // longer seen, and before it comes in another language. What was sent and refused is kept likewise.
  Array.prototype.forEach.call(doc.querySelectorAll("form[data-draft]"), function (form) {
    var typed = form.hasAttribute("data-refused"), line = form.querySelector("[data-drafted]"), touched = {};
    // Words that wait and were not taken up stay: what was typed since, field by field, joins them.
    function body() {
      var data = new URLSearchParams(new FormData(form));
      if (form.elements._touched) { Object.keys(touched).forEach(function (n) { data.append("_touched", n); }); }
      return data;
    }
    function keep() {
      if (!typed) { return Promise.resolve(); }
      typed = false;
      return window.fetch(form.action, { method: "POST", credentials: "same-origin", redirect: "manual",
        keepalive: doc.visibilityState !== "visible", // such a one carries 64 kB at most
        headers: { "Havre-Drafts": "1" }, body: body() }).then(function (r) {
        if (r.status !== 204) { typed = true; return; }
        if (!form.elements._drafted) {
          var mark = doc.createElement("input");
          mark.type = "hidden"; mark.name = "_drafted"; mark.value = "1";
          form.appendChild(mark);
        }
        line.textContent = form.getAttribute("data-draft");
      }, function () { typed = true; });
    }
    function write(e) { typed = true; touched[e.target.name] = true; }
    form.addEventListener("input", write);
    form.addEventListener("change", write);
    form.addEventListener("submit", function () { typed = false; });
    window.setInterval(keep, 10000);
    doc.addEventListener("visibilitychange", function () { if (doc.visibilityState !== "visible") { keep(); } });
    Array.prototype.forEach.call(doc.querySelectorAll('form[action="/language"]'), function (to) {
      to.addEventListener("submit", function (e) {
        if (!typed && !form.elements._drafted) { return; }
        e.preventDefault();
        keep().then(function () {
          to.elements.back.value = form.getAttribute("data-resume");
          to.submit();
        });
      });
    });
  });

  // Clocks that go on counting.
  function tick() {
    Array.prototype.forEach.call(doc.querySelectorAll("[data-clock]"), function (c) {
      var ms = Date.parse(c.getAttribute("datetime")) - Date.now(), min = Math.floor(Math.abs(ms) / 60000);
      if (min >= 1440 || min < 1) { return; }
      var two = ("0" + min % 60).slice(-2);
      var length = min < 60 ? c.getAttribute("data-min").replace("{n}", min)
        : c.getAttribute("data-hour").replace("{h}", Math.floor(min / 60)).replace("{m}", two);
      c.textContent = c.getAttribute(ms >= 0 ? "data-in" : "data-ago").replace("{length}", length);
      c.classList.toggle("late", ms < 0);
    });
  }
  if (doc.querySelector("[data-clock]")) { window.setInterval(tick, 20000); }

  // again reads this page anew: done is given its text, and what in it answers to the same name.
  function again(headers, name, done, lost) {
    window.fetch(window.location.href, { credentials: "same-origin", headers: headers })
      .then(function (r) { return r.ok ? r.text() : ""; })
      .then(function (html) {
        done(html, html && new DOMParser().parseFromString(html, "text/html").querySelector(name));
      }, lost);
  }

  // Work that goes on while one waits: its words and bar are renewed, and once it is over the page comes anew.
  function look() {
    var here = doc.querySelector("[data-poll]");
    again({}, "[data-poll]", function (html, there) {
      if (html && !there) { window.location.reload(); return; }
      if (there) {
        var was = here.querySelector("progress"), is = there.querySelector("progress");
        here.querySelector("p").textContent = there.querySelector("p").textContent;
        was.setAttribute("aria-label", is.getAttribute("aria-label"));
        if (is.hasAttribute("value")) { was.max = is.max; was.value = is.value; }
      }
      window.setTimeout(look, 1500);
    }, function () { window.setTimeout(look, 5000); });
  }
  if (doc.querySelector("[data-poll]")) { window.setTimeout(look, 1000); }

  // What is urgent is renewed each minute while it is seen, never under a focus; where more has come it is said. A look
  // keeps no session alive: once it is over the page comes anew, and asks who is there.
  function say(what) {
    var news = doc.querySelector("[data-news]");
    news.textContent = what && news.getAttribute(what);
  }
  function fresh(told) {
    var here = doc.querySelector("[data-fresh]");
    if (doc.visibilityState !== "visible") { return; }
    again({ "Havre-Looks": "1" }, "[data-fresh]", function (html, there) {
      if (!html) { say("data-lost"); return; }
      if (!there) { window.location.reload(); return; }
      var many = function (e) { return e.querySelectorAll(".danger, .urgent").length; };
      var at = function (e) { return e.querySelector("[data-at]"); };
      var lines = function (e) { return e.querySelector("[data-lines]"); };
      var more = told || many(lines(there)) > many(lines(here));
      say(more ? "data-news" : "");
      if (lines(here).contains(doc.activeElement)) { return; }
      lines(here).replaceChildren.apply(lines(here), Array.from(lines(there).childNodes));
      at(here).textContent = at(there).textContent;
    }, function () { say("data-lost"); });
  }

  // Where the server tells of changes the page asks only then; one that was told nothing for a while says so. While it
  // is not seen it listens to nothing.
  function follow(changes) {
    var from = null, heard = 0, mark = null;
    function on(e) {
      heard = Date.now();
      var lost = doc.querySelector("[data-news]");
      if (lost.textContent === lost.getAttribute("data-lost")) { say(""); }
      if (e.type === "mark" && mark !== null && e.data !== mark) { fresh(true); }
      mark = e.data;
    }
    function listen() {
      var seen = doc.visibilityState === "visible";
      if (from && (!seen || Date.now() - heard > 45000)) {
        from.close();
        from = null;
        if (seen) { say("data-lost"); }
      }
      if (seen && !from) {
        heard = Date.now();
        from = new window.EventSource(changes);
        from.addEventListener("mark", on);
        from.addEventListener("beat", on);
        from.onerror = function () {
          if (Date.now() - heard > 4000 || from.readyState === 2) { say("data-lost"); }
        };
      }
    }
    listen();
    window.setInterval(listen, 15000);
    doc.addEventListener("visibilitychange", listen);
  }
  var urgent = doc.querySelector("[data-fresh]"), changes = urgent && urgent.getAttribute("data-changes");
  if (changes && window.EventSource) { follow(changes); } else if (urgent) {
    window.setInterval(function () { fresh(false); }, 55000);
    doc.addEventListener("visibilitychange", function () { fresh(false); });
  }
}());
