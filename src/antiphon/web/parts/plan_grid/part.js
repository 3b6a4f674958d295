/** `<plan-grid>` lets chips be moved between `[data-place]` cells: by dragging, or by keys
    (M picks up, arrows walk, Enter puts down, Escape gives up). Every move can be undone. */
import { toast } from "../undo_toast/part.js";

export class PlanGrid extends HTMLElement {
  connectedCallback() {
    this.says = this.appendChild(Object.assign(document.createElement("p"), { className: "only-spoken" }));
    this.says.setAttribute("role", "status");
    for (const kind of ["dragstart", "dragover", "dragleave", "drop", "dragend", "keydown", "focusout"]) this.addEventListener(kind, this);
    for (const chip of this.querySelectorAll(".chip:not(.is-live)")) chip.draggable = true;
  }

  get places() {
    return [...this.querySelectorAll("[data-place]")];
  }

  handleEvent(event) {
    const chip = event.target.closest?.(".chip");
    const place = event.target.closest?.("[data-place]");
    switch (event.type) {
      case "dragstart": this.lift(chip); event.dataTransfer.effectAllowed = "move"; break;
      case "dragover": if (this.held && place) { event.preventDefault(); this.aim(place); } break;
      case "drop": event.preventDefault(); this.put(place); break;
      case "dragend": this.rest(); break;
      case "focusout": if (this.keys && !this.contains(event.relatedTarget)) this.rest(); break;
      case "keydown": this.key(event, chip); break;
    }
  }

  key(event, chip) {
    if (!this.held) {
      if (event.key.toLowerCase() === "m" && chip?.draggable) { event.preventDefault(); this.keys = true; this.lift(chip); }
      return;
    }
    const wide = Number(this.dataset.columns);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: wide, ArrowUp: -wide }[event.key];
    const done = { Enter: () => this.put(this.target), Escape: () => this.rest("Left where it was.") }[event.key];
    if (step) this.aim(this.places[this.places.indexOf(this.target) + step] ?? this.target, true);
    if (step || done) event.preventDefault();
    done?.();
  }

  lift(chip) {
    this.held = chip;
    this.from = chip.closest("[data-place]");
    this.next = chip.nextElementSibling;
    chip.classList.add("moving");
    this.aim(this.from, true);
  }

  aim(place, speak) {
    this.target?.classList.remove("aimed");
    this.target = place;
    place.classList.add("aimed");
    if (speak) this.says.textContent = `${this.held.dataset.name}: ${place.dataset.place}. Enter puts it down.`;
  }

  put(place) {
    const { held, from, next } = this;
    const list = place.querySelector(".chips") ?? place;
    const back = next?.parentElement ?? from.querySelector(".chips") ?? from;
    list.append(held);
    this.rest();
    if (place !== from) toast(`Moved to ${place.dataset.place}`, () => { back.insertBefore(held, next); held.focus(); });
    held.focus();
  }

  rest(words = "") {
    this.held?.classList.remove("moving");
    this.target?.classList.remove("aimed");
    this.held = this.target = this.keys = undefined;
    this.says.textContent = words;
  }
}

customElements.define("plan-grid", PlanGrid);
