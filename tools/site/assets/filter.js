// The search over the tables of the page on compatibility.
const box = document.querySelector("[data-filter]");
if (box) {
  const [words, status, told] = ["input", "select", "output"].map((name) => box.querySelector(name));
  const tables = [...document.querySelectorAll("article table")].filter((table) => table.rows[0]?.cells.length === 5);
  const rows = tables.flatMap((table) => [...table.tBodies[0].rows]);
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = wanted.every((word) => text.includes(word));
      row.hidden = !fits || (status.value !== "" && row.cells[1].textContent.trim() !== status.value);
      count += row.hidden ? 0 : 1;
    }
    for (const table of tables) {
      const none = [...table.tBodies[0].rows].every((row) => row.hidden);
      const wrapped = table.closest(".md-typeset__scrollwrap") ?? table;
      wrapped.hidden = none;
      const heading = wrapped.previousElementSibling;
      if (heading?.tagName === "H2") heading.hidden = none;
    }
    told.textContent = `${count} of ${rows.length}`;
  };
  words.addEventListener("input", apply);
  status.addEventListener("change", apply);
  // The theme wraps tables after this script; the first count must not wait for it.
  apply();
}
