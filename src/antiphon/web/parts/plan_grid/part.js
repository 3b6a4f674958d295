import { Mover } from "./mover.js";

/** `<plan-grid>` lets chips be moved between `[data-day]` places: by dragging, by keys (M picks up, arrows walk,
    Enter puts down, Escape gives up), or by the menu behind a chip's button. The server decides; what it refuses
    has not moved. Words: `data-aims` with {name} and {place}, `data-stays`; a `<dialog>` with the form inside. */
export class PlanGrid extends HTMLElement {
  connectedCallback() {
    this.says = this.querySelector("[role=status]");
    this.mover = new Mover(this);
    for (const kind of ["dragstart", "dragover", "drop", "dragend", "keydown", "focusout"]) this.addEventListener(kind, this);
  }

  get places() {
    return [...this.querySelectorAll("[data-day]")].filter((place) => place.offsetParent);
  }

  handleEvent(event) {
    const chip = event.target.closest?.(".chip");
    const place = event.target.closest?.("[data-day]");
    switch (event.type) {
      case "dragstart": if (chip?.draggable) { this.lift(chip); event.dataTransfer.effectAllowed = "move"; } break;
      case "dragover": if (this.held && place) { event.preventDefault(); this.aim(place); } break;
      case "drop": event.preventDefault(); if (this.held) this.put(place ?? this.from); break;
      case "dragend": this.rest(); break;
      case "focusout": if (this.keys && !this.contains(event.relatedTarget)) this.rest(); break;
      case "keydown": this.key(event, chip); break;
    }
  }

  key(event, chip) {
    if (!this.held) {
      const wanted = event.key.toLowerCase() === "m" && !event.ctrlKey && !event.metaKey && chip?.draggable;
      if (wanted) { event.preventDefault(); this.keys = true; this.lift(chip); }
      return;
    }
    const wide = Number(this.dataset.columns);
    const along = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: along, ArrowLeft: -along, ArrowDown: wide, ArrowUp: -wide }[event.key];
    const done = { Enter: () => this.put(this.target), Escape: () => this.rest(this.dataset.stays) }[event.key];
    if (step) this.aim(this.places[this.places.indexOf(this.target) + step] ?? this.target, true);
    if (step || done) event.preventDefault();
    done?.();
  }

  lift(chip) {
    this.held = chip;
    this.from = chip.closest("[data-day]");
    chip.classList.add("moving");
    this.aim(this.from, true);
  }

  aim(place, speak) {
    this.target?.classList.remove("aimed");
    this.target = place;
    place.classList.add("aimed");
    if (speak) place.scrollIntoView({ block: "nearest" });
    if (speak) this.says.textContent = this.dataset.aims.replace("{name}", this.held.dataset.name).replace("{place}", place.dataset.place);
  }

  put(place) {
    const { held, from } = this;
    this.rest();
    if (place === from) return held.querySelector("a").focus();
    this.mover.send(held, place.dataset.day);
  }

  rest(words = "") {
    this.held?.classList.remove("moving");
    this.target?.classList.remove("aimed");
    this.held = this.target = this.keys = undefined;
    this.says.textContent = words;
  }
}

customElements.define("plan-grid", PlanGrid);
