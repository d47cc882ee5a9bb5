/* Shows a step and a choice of readings: tests of set membership only. The page holds every
   variant of each part; this file switches them, keeps the address, and follows saved files. */
(function () {
  "use strict";
  var root = document.documentElement;
  var holder = document.getElementById("replay");
  var data = holder ? JSON.parse(holder.textContent) : null;
  var parts = [];
  var step = data ? data.step : 0;
  var chosen = data ? Object.assign({}, data.chosen) : {};
  var asked = {};
  var slider = document.getElementById("time");
  var now = document.getElementById("now");
  var query = new URLSearchParams(location.search);
  if (location.hash.indexOf("#?") === 0) { query = new URLSearchParams(location.hash.slice(1)); }
  var select = query.get("select");
  var moved = false;
  var timer = 0;
  var tallest = 0;

  function collect() {
    var found = document.querySelectorAll("[data-p]");
    for (var i = 0; i < found.length; i++) {
      var element = found[i];
      var part = +element.getAttribute("data-p");
      var places = element.getAttribute("data-v");
      var seen = {};
      if (places) { places.split(" ").forEach(function (n) { seen[n] = true; }); }
      parts[part] = parts[part] || { shown: null, elements: [] };
      parts[part].elements.push({ element: element, seen: seen, role: element.getAttribute("data-r") });
    }
  }

  function holds(readings) {
    for (var name in readings) {
      if (Object.prototype.hasOwnProperty.call(chosen, name) && chosen[name] !== readings[name]) { return false; }
    }
    return true;
  }

  function place(part, at) {
    var cases = data.cases[data.runs[part][at]];
    for (var i = 0; i < cases.length; i++) { if (holds(cases[i][0])) { return cases[i][1]; } }
    return cases[0][1];
  }

  function draw() {
    for (var n = 0; n < parts.length; n++) {
      var part = parts[n];
      if (!part) { continue; }
      var value = place(n, step);
      var before = step > 0 ? place(n, step - 1) : value;
      var key = value + " " + before;
      if (part.shown === key) { continue; }
      part.shown = key;
      for (var i = 0; i < part.elements.length; i++) {
        var one = part.elements[i];
        var is = !!one.seen[value], was = !!one.seen[before];
        var on = one.role === "new" ? is && !was : one.role === "gone" ? was && !is : is;
        one.element.classList.toggle("off", !on);
        one.element.classList.toggle("new", on && !one.role && !was);
      }
    }
    if (slider) {
      slider.value = step;
      now.textContent = data.labels[step];
      slider.setAttribute("aria-valuetext", said());
    }
    /* The lists keep the tallest height seen, so that the chart below stays where it is. */
    var box = document.querySelector(".moment");
    if (box && box.offsetHeight > tallest) { tallest = box.offsetHeight; box.style.minHeight = tallest + "px"; }
    root.setAttribute("data-step", step);
  }

  function said() {
    var news = document.querySelectorAll(".now li:not(.off)");
    var words = [data.labels[step]];
    for (var i = 0; i < news.length && i < 6; i++) { words.push(news[i].textContent.replace(/\s+/g, " ").trim()); }
    return words.join(". ");
  }

  function address() {
    var kept = new URLSearchParams();
    if (slider && moved) { kept.set("at", data.steps[step]); } else if (query.get("at")) { kept.set("at", query.get("at")); }
    if (query.get("known")) { kept.set("known", query.get("known")); }
    var readings = data && data.site ? Object.keys(asked).map(function (n) { return n + "=" + asked[n]; }) : query.getAll("reading");
    readings.forEach(function (r) { if (r) { kept.append("reading", r); } });
    return kept;
  }

  function write() {
    var kept = address();
    document.querySelectorAll("a[data-keep]").forEach(function (link) {
      var parted = link.getAttribute("href").split("#");
      var plain = parted[0].split("?")[0];
      var text = kept.toString();
      link.setAttribute("href", plain + (text ? "?" + text : "") + (parted[1] ? "#" + parted[1] : ""));
    });
    var at = document.querySelector("[data-bar] input[name=at]");
    if (at && moved) { at.value = data.steps[step]; }
    if (select) { kept.set("select", select); }
    ["aim", "steps", "within", "blocs", "members"].forEach(function (name) {
      query.getAll(name).forEach(function (value) { if (value) { kept.append(name, value); } });
    });
    var written = kept.toString();
    try {
      history.replaceState(null, "", (written ? "?" + written : location.pathname) + (location.hash.indexOf("#?") === 0 ? "" : location.hash));
    } catch (refused) {
      location.replace("#?" + written);
    }
  }

  var waiting = 0;
  function go(to) {
    to = Math.max(0, Math.min(data.steps.length - 1, to));
    if (to !== step) { step = to; moved = true; draw(); }
    clearTimeout(waiting);
    waiting = setTimeout(write, 120);
  }

  function mark() {
    document.querySelectorAll("[data-id], [data-card]").forEach(function (element) {
      var id = element.getAttribute("data-id") || element.getAttribute("data-card");
      element.classList.toggle("selected", !!select && id === select);
    });
  }

  function choose(id) {
    select = select === id ? null : id;
    mark();
    write();
  }

  function play(button) {
    if (timer) { clearInterval(timer); timer = 0; }
    else {
      if (step >= data.steps.length - 1) { go(0); }
      timer = setInterval(function () {
        go(step + 1);
        if (step >= data.steps.length - 1) { play(button); }
      }, 1400);
    }
    button.setAttribute("aria-pressed", timer ? "true" : "false");
    button.textContent = timer ? "Stop" : "Replay";
  }

  function restore() {
    if (!data || !data.site) { return; }
    query.getAll("reading").forEach(function (r) {
      var cut = r.indexOf("=");
      var name = r.slice(0, cut), value = r.slice(cut + 1);
      if (Object.prototype.hasOwnProperty.call(chosen, name)) { chosen[name] = value; asked[name] = value; }
    });
    var at = query.get("at");
    if (slider && at) {
      var last = -1;
      for (var i = 0; i < data.steps.length; i++) { if (data.steps[i] <= at) { last = i; } }
      step = Math.max(0, last);
      moved = true;
    }
  }

  function choices() {
    document.querySelectorAll("[data-hinge]").forEach(function (box) {
      var name = box.getAttribute("data-hinge");
      if (data.site) {
        for (var i = 0; i < box.options.length; i++) {
          if (box.options[i].getAttribute("data-value") === chosen[name]) { box.selectedIndex = i; }
        }
      }
      box.addEventListener("change", function () {
        if (!data.site) { box.form.requestSubmit ? box.form.requestSubmit() : box.form.submit(); return; }
        var option = box.options[box.selectedIndex];
        chosen[name] = option.getAttribute("data-value");
        if (option.value) { asked[name] = chosen[name]; } else { delete asked[name]; }
        draw();
        write();
      });
    });
  }

  /* A coalition can if it contains a smallest one that can: set inclusion again. The marks on the
     chart and the boxes in the list are two ways to press the same thing. */
  function coalitions() {
    document.querySelectorAll("[data-question]").forEach(function (section) {
      var aim = section.getAttribute("data-question");
      var boxes = all(section, ".coalition input[type=checkbox]");
      var marks = all(section, "[data-member]");
      var inside = {}, names = {}, waiting = 0, asking = 0;
      boxes.forEach(function (b) {
        names[b.value] = b.parentNode.textContent.trim();
        if (b.checked) { inside[b.value] = true; }
      });
      if (query.get("aim") === aim) { query.getAll("members").forEach(function (m) { if (names[m]) { inside[m] = true; } }); }

      function show() {
        boxes.forEach(function (b) { b.checked = !!inside[b.value]; });
        marks.forEach(function (m) { m.setAttribute("aria-pressed", inside[m.getAttribute("data-member")] ? "true" : "false"); });
      }

      function tell() {
        all(section, ".coalition").forEach(function (form) {
          var told = form.querySelector(".verdict");
          if (!Object.keys(inside).length) { told.textContent = ""; return; }
          var lacks = lacking(form.getAttribute("data-sets"), inside);
          if (lacks === null) { told.textContent = data && data.site ? "" : "Asking …"; return; }
          var stop = lacking(form.getAttribute("data-blocks"), inside);
          told.textContent = !lacks.length ? "They can."
            : "They cannot; " + listed(lacks.map(function (m) { return names[m] || m; })) + " would do."
              + (stop && !stop.length ? " They can stop it." : "");
        });
      }

      function keep() {
        query.delete("members");
        query.set("aim", aim);
        Object.keys(inside).forEach(function (m) { query.append("members", m); });
        if (!Object.keys(inside).length && data && data.site) { query.delete("aim"); }
        write();
      }

      /* The server says more: how they do it, and what no list of coalitions holds. */
      function ask() {
        var turn = ++asking;
        if (!window.fetch || (data && data.site)) { return; }
        fetch(location.href).then(function (answer) { return answer.text(); }).then(function (text) {
          if (turn !== asking) { return; }
          var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-question]");
          var form = section.querySelector(".coalition"), how = section.querySelector(".how");
          if (!fresh || !form) { form && (form.querySelector(".verdict").textContent = ""); return; }
          how.innerHTML = fresh.querySelector(".how").innerHTML;
          if (lacking(form.getAttribute("data-sets"), inside) === null) {
            form.querySelector(".verdict").textContent = fresh.querySelector(".verdict").textContent;
          }
        }).catch(function () { /* the server is away: the button asks again */ });
      }

      function toggle(member) {
        if (inside[member]) { delete inside[member]; } else { inside[member] = true; }
        show();
        tell();
        keep();
        all(section, ".how").forEach(function (h) { h.textContent = ""; });
        clearTimeout(waiting);
        waiting = setTimeout(ask, 200);
      }

      boxes.forEach(function (b) { b.addEventListener("change", function () { toggle(b.value); }); });
      marks.forEach(function (m) {
        m.addEventListener("click", function () { toggle(m.getAttribute("data-member")); });
        m.addEventListener("keydown", function (event) {
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(m.getAttribute("data-member")); }
        });
      });
      show();
      if (data && data.site && Object.keys(inside).length) { tell(); section.scrollIntoView(); }
    });
  }

  function all(within, selector) { return [].slice.call(within.querySelectorAll(selector)); }

  function listed(words) {
    return words.length < 2 ? words.join("") : words.slice(0, -1).join(", ") + " and " + words[words.length - 1];
  }

  /* Who is missing from the set that lacks fewest; null where no sets are written out. */
  function lacking(text, inside) {
    if (!text) { return null; }
    var least = null;
    text.split("|").forEach(function (set) {
      var rest = set.split(" ").filter(function (m) { return m && !inside[m]; });
      if (least === null || rest.length < least.length) { least = rest; }
    });
    return least;
  }

  /* An empty choice says nothing: it stays out of the address. */
  function tidy() {
    document.querySelectorAll("form[method=get]").forEach(function (form) {
      form.addEventListener("submit", function (event) {
        if (data && data.site) { event.preventDefault(); return; }
        form.querySelectorAll("select, input").forEach(function (field) { if (!field.value) { field.disabled = true; } });
        setTimeout(function () { form.querySelectorAll("select, input").forEach(function (field) { field.disabled = false; }); }, 0);
      });
    });
  }

  function follow() {
    var box = document.querySelector("[data-follow]");
    if (!box || !window.fetch) { return; }
    var seen = null;
    setInterval(function () {
      if (document.hidden) { return; }
      fetch(box.getAttribute("data-follow")).then(function (answer) { return answer.json(); }).then(function (state) {
        if (seen !== null && state.stamp !== seen) {
          return fetch(location.href).then(function (answer) { return answer.text(); }).then(function (text) {
            var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("problems");
            if (fresh) { box.innerHTML = fresh.innerHTML; }
            seen = state.stamp;
          });
        }
        seen = state.stamp;
        return null;
      }).catch(function () { /* the server is away: the next turn asks again */ });
    }, 1000);
  }

  /* A large chart is searched by name: the box is marked and brought to the middle of the frame. */
  function find(field) {
    var form = field.form;
    var frame = document.querySelector(".structure .scroll");
    function seek(whole) {
      var name = field.value.trim().toLowerCase();
      var found = name && all(frame, "[data-card]").filter(function (card) {
        var title = card.querySelector("title").textContent.toLowerCase();
        return card.getClientRects().length && (title === name || (!whole && title.indexOf(name) >= 0));
      })[0];
      form.querySelector("output").textContent = found || whole || !name ? "" : "Not on the chart.";
      if (!found) { return; }
      select = found.getAttribute("data-card");
      mark();
      write();
      var box = found.getBoundingClientRect();
      var edge = frame.getBoundingClientRect();
      frame.scrollLeft += box.left + box.width / 2 - edge.left - edge.width / 2;
      frame.scrollTop += box.top + box.height / 2 - edge.top - edge.height / 2;
    }
    field.addEventListener("input", function () { seek(true); });
    form.addEventListener("submit", function (event) { event.preventDefault(); seek(false); });
  }

  /* What is wider than its frame says so, and a chart begins with its fullest box in view. */
  function frames() {
    all(document, ".scroll").forEach(function (frame) {
      var wide = frame.scrollWidth > frame.clientWidth + 1;
      frame.classList.toggle("wide", wide);
      if (!wide || frame.scrollLeft) { return; }
      var fullest = null;
      all(frame, "rect.card").forEach(function (card) {
        if (!fullest || +card.getAttribute("height") > +fullest.getAttribute("height")) { fullest = card; }
      });
      if (fullest) { frame.scrollLeft = fullest.getBoundingClientRect().left - frame.getBoundingClientRect().left - 8; }
    });
  }

  if (data) {
    collect();
    restore();
    draw();
    choices();
  }
  if (slider) {
    slider.addEventListener("input", function () { go(+slider.value); });
    document.querySelectorAll("[data-go]").forEach(function (button) {
      button.addEventListener("click", function () { go(step + +button.getAttribute("data-go")); });
    });
    document.querySelector("[data-play]").addEventListener("click", function () { play(this); });
    document.querySelectorAll("[data-card]").forEach(function (card) {
      card.addEventListener("click", function () { choose(card.getAttribute("data-card")); });
    });
    document.querySelectorAll("[data-select]").forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        choose(link.getAttribute("data-select"));
      });
    });
  }
  document.querySelectorAll("[data-find]").forEach(find);
  mark();
  coalitions();
  tidy();
  follow();
  var fonts = document.fonts && document.fonts.ready ? document.fonts.ready : Promise.resolve();
  window.addEventListener("resize", frames);
  fonts.then(function () { frames(); root.setAttribute("data-ready", ""); });
})();
