/* Moves the amount of Who gets: between two knots a payment grows in a straight line. */
(function () {
  "use strict";
  document.querySelectorAll(".gets").forEach(function (box) {
    var most = +box.getAttribute("data-most");
    box.querySelectorAll(".mover").forEach(function (mover) {
      var world = mover.parentNode;
      var range = mover.querySelector("input");
      var cells = [].slice.call(world.querySelectorAll("[data-curve]"));
      var curves = cells.map(function (cell) {
        return cell.getAttribute("data-curve").split(" ").map(function (p) { return p.split(",").map(Number); });
      });
      var cursor = world.querySelector("[data-cursor]");
      var reach = +range.getAttribute("data-reach") || most;
      var areas = cursor ? cursor.ownerSVGElement : null;
      function point(amount) {
        if (areas) { cursor.setAttribute("transform", "translate(" + (8 + Math.min(amount / reach, 1) * 760) + " 0)"); }
      }
      range.value = most ? Math.round(+range.getAttribute("data-amount") / most * 1000) : 0;
      point(+range.getAttribute("data-amount"));
      range.addEventListener("input", function () {
        var amount = range.value / 1000 * most;
        var text = short(amount);
        mover.querySelector("output").textContent = text;
        range.setAttribute("aria-valuetext", text);
        world.querySelector("[data-at]").textContent = text;
        cells.forEach(function (cell, n) { cell.textContent = short(between(curves[n], amount)); });
        world.querySelectorAll("[data-exact]").forEach(function (cell) { cell.textContent = ""; });
        point(amount);
      });
    });
  });

  function between(curve, x) {
    for (var i = 1; i < curve.length; i++) {
      if (x <= curve[i][0]) {
        var a = curve[i - 1], b = curve[i];
        return a[1] + (b[1] - a[1]) * (b[0] === a[0] ? 0 : (x - a[0]) / (b[0] - a[0]));
      }
    }
    return curve.length && x === curve[curve.length - 1][0] ? curve[curve.length - 1][1] : NaN;
  }

  function short(amount) {
    if (isNaN(amount)) { return "not determined"; }
    var sizes = [[1e12, "tn"], [1e9, "bn"], [1e6, "m"]];
    for (var i = 0; i < sizes.length; i++) {
      if (amount >= sizes[i][0]) { return "about " + (amount / sizes[i][0]).toFixed(2) + sizes[i][1]; }
    }
    return "about " + Math.round(amount).toLocaleString("en");
  }
})();
