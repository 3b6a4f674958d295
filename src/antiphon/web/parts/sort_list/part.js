/** `<sort-list>` around a form and an `<ol>`: drag a row before another, or hold Alt and press up or down on its
    handle. Only the server puts rows into another order: the form says which goes before which, and its answer
    draws the list anew; what it refuses has not moved. Rows that keep their place are not draggable. */
let focused; // which row had the focus when the list was sent to be drawn anew

export class SortList extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    for (const kind of ["dragstart", "dragover", "drop", "dragend", "keydown"]) this.addEventListener(kind, this);
    this.querySelector(`[data-id="${focused}"] .grip`)?.focus();
    focused = undefined;
  }

  get rows() {
    return [...this.querySelectorAll("li[draggable=true]")];
  }

  handleEvent(event) {
    const row = event.target.closest?.("li[draggable=true]");
    switch (event.type) {
      case "dragstart": this.held = row; row?.classList.add("ghost"); break;
      case "dragover": if (this.held && row) { event.preventDefault(); this.aim(row); } break;
      case "drop": event.preventDefault(); if (this.held && row) this.put(this.held, row); break;
      case "dragend": this.held?.classList.remove("ghost"); this.held = undefined; this.aim(); break;
      case "keydown": if (row && event.altKey && event.target.matches(".grip")) this.key(event, row); break;
    }
  }

  aim(row) {
    this.target?.classList.remove("below");
    this.target = row;
    row?.classList.add("below");
  }

  key(event, row) {
    const at = this.rows.indexOf(row);
    const to = { ArrowUp: at - 1, ArrowDown: at + 2 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to >= 0 && to <= this.rows.length) this.put(row, this.rows[to]);
  }

  put(row, before) {
    if (row === before) return;
    focused = row.dataset.id;
    this.form.elements.publication.value = focused;
    this.form.elements.before.value = before?.dataset.id ?? "";
    this.form.requestSubmit();
  }
}

customElements.define("sort-list", SortList);
