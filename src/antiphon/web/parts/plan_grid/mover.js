/** Sends a chip to a day by the one form in the grid's dialog: at once, or after asking where to. When the answer
    has drawn the days anew, the focus is on the chip again, wherever it stands now. */
export class Mover {
  constructor(grid) {
    this.grid = grid;
    this.dialog = grid.querySelector("dialog");
    this.form = this.dialog?.querySelector("form");
    grid.addEventListener("click", (event) => { if (event.target.closest(".moves")) this.ask(event.target.closest(".chip")); });
    grid.addEventListener("submit", () => this.dialog.close());
    grid.addEventListener("htmx:finally:request", () => this.settle());
  }

  send(chip, day) {
    chip.classList.add("moving");
    this.fill(chip, day);
    this.form.requestSubmit();
  }

  ask(chip) {
    this.fill(chip, chip.closest("[data-day]").dataset.day);
    this.dialog.querySelector(".mover-name").textContent = chip.dataset.name;
    this.dialog.showModal();
  }

  fill(chip, day) {
    this.sent = chip;
    const fields = this.form.elements;
    [fields.post.value, fields.at.value, fields.to.value, fields.time.value] = [chip.dataset.post, chip.dataset.at, day, ""];
  }

  settle() {
    if (!this.sent) return;
    this.sent.classList.remove("moving");
    const there = this.sent.isConnected ? this.sent : this.grid.querySelector(`[data-post="${this.sent.dataset.post}"]`);
    there?.querySelector("a").focus();
    this.sent = undefined;
  }
}
