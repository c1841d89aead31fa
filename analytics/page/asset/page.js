"use strict";
// Sorting, filtering and paging of tables. The page is complete without it.
(() => {
  const size = 50, printed = 1000;

  const make = (tag, props, ...children) => {
    const e = Object.assign(document.createElement(tag), props);
    e.append(...children);
    return e;
  };
  const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

  // rowsOf gives the rows in the table and those that are data only; a row gets its element when it is first shown.
  const rowsOf = (box, body) => {
    const rows = [...body.rows].map((tr, at) => ({ at, tr, cells: [...tr.cells].map((c) => c.textContent) }));
    const data = box.querySelector('script[type="application/json"]');
    for (const cells of data ? JSON.parse(data.textContent) : []) rows.push({ at: rows.length, tr: null, cells });
    return rows;
  };
  const element = (row, heads) => row.tr ??= make("tr", {}, ...row.cells.map((text, i) =>
    make("td", { textContent: text, className: heads[i].className })));

  const number = (text) => {
    const n = parseFloat(text.replaceAll(",", ""));
    return Number.isNaN(n) ? -Infinity : n;
  };
  const sorted = (rows, column, numeric, down) => {
    const keys = numeric ? Float64Array.from(rows, (r) => number(r.cells[column])) : rows.map((r) => r.cells[column].toLowerCase());
    const sign = down ? -1 : 1;
    const order = Uint32Array.from(rows, (_, i) => i).sort((a, b) => {
      const x = keys[a], y = keys[b];
      return x < y ? -sign : x > y ? sign : rows[a].at - rows[b].at;
    });
    return Array.from(order, (i) => rows[i]);
  };

  const enhance = (box) => {
    const table = box.querySelector("table"), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    let rows = null, shown = [], page = 0, needle = "", order = null;
    const total = body.rows.length;
    if (total < 2) return;

    const filter = make("input", { type: "search", placeholder: "Filter rows", autocomplete: "off" });
    filter.setAttribute("aria-label", "Filter " + box.dataset.name);
    const status = make("span", { className: "status" });
    status.setAttribute("role", "status");
    const back = make("button", { type: "button", textContent: "Previous" });
    const next = make("button", { type: "button", textContent: "Next" });
    const pager = make("span", { className: "pager" }, back, next);

    const all = () => rows ??= rowsOf(box, body);
    const choose = () => {
      shown = needle ? all().filter((r) => (r.text ??= r.cells.join("\n").toLowerCase()).includes(needle)) : all();
      if (order) shown = sorted(shown, order.column, heads[order.column].classList.contains("n"), order.down);
      page = 0;
      show();
    };
    const show = (most = size) => {
      const from = page * most, part = shown.slice(from, from + most);
      body.replaceChildren(...part.map((r) => element(r, heads)));
      const of = shown.length === all().length ? count(shown.length) : count(shown.length) + " of " + count(all().length);
      status.textContent = shown.length > most ? count(from + 1) + "–" + count(from + part.length) + " of " + of + " rows" : of + (of === "1" ? " row" : " rows");
      pager.hidden = shown.length <= most;
      back.disabled = page === 0;
      next.disabled = from + most >= shown.length;
    };

    heads.forEach((th, column) => {
      const button = make("button", { type: "button" }, ...th.childNodes);
      th.append(button);
      button.addEventListener("click", () => {
        const down = th.getAttribute("aria-sort") === "ascending";
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        order = { column, down };
        choose();
      });
    });
    let timer = 0;
    filter.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { needle = filter.value.trim().toLowerCase(); choose(); }, 60);
    });
    back.addEventListener("click", () => { page--; show(); });
    next.addEventListener("click", () => { page++; show(); });

    const long = total > 10;
    if (long) box.prepend(make("div", { className: "tools" }, filter, status, pager));
    box.querySelector(".static")?.remove();
    const begin = () => { if (!rows) { shown = all(); if (long) show(); } };
    const folded = box.closest("details:not([open])");
    if (folded) folded.addEventListener("toggle", begin, { once: true }); else begin();
    // Paper has no pages to turn: it gets the rows that are chosen, up to a bound that the status line names.
    addEventListener("beforeprint", () => { if (rows) { page = 0; show(printed); } });
    addEventListener("afterprint", () => { if (rows) show(); });
  };

  document.querySelectorAll(".rows").forEach(enhance);

  // A link into something folded opens it.
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
