/** `<bring-files data-whole="…" data-pieces="…">`: chosen, dropped or pasted files go to the server, large ones in
    pieces that go on where they stopped; each shows how far it is, and becomes a file of the form when it is there. */
import { send } from "./send.js";

const PIECE = 8_000_000;
const MB = 1_000_000;

export class BringFiles extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.list = this.querySelector("ul");
    this.querySelector("[data-choose]").addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", (event) => { event.stopPropagation(); this.bring(this.input.files); });
    this.input.addEventListener("input", (event) => event.stopPropagation());
    const page = this.closest("kept-draft") ?? document;
    page.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
    page.addEventListener("drop", (event) => this.take(event, event.dataTransfer.files));
    page.addEventListener("paste", (event) => this.take(event, event.clipboardData.files));
  }

  take(event, files) {
    if (!files.length) return;
    event.preventDefault();
    this.bring(files);
  }

  async bring(files) {
    for (const file of [...files]) {
      const task = this.task(file);
      try {
        const there = file.size > PIECE ? await this.inPieces(file, task) : await this.whole(file, task);
        task.remove();
        this.add(there);
      } catch (error) {
        task.querySelector(".far").textContent = error.message || this.dataset.failed;
        task.classList.add("is-refused");
      }
    }
    this.input.value = "";
  }

  whole(file, task) {
    const form = new FormData();
    form.append("file", file);
    return send(task, ["POST", this.dataset.whole], form, {}, (sent) => this.far(task, sent, file.size));
  }

  async inPieces(file, task) {
    const begun = new URLSearchParams({ name: file.name, size: file.size });
    const { address } = await send(task, ["POST", this.dataset.pieces], begun);
    let answer = {};
    for (let at = 0; at < file.size; at += PIECE) {
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": at };
      answer = await send(task, ["PATCH", address], file.slice(at, at + PIECE), headers, (sent) => this.far(task, at + sent, file.size));
    }
    return answer;
  }

  task(file) {
    const task = this.list.appendChild(document.createElement("li"));
    task.className = "task-tile";
    const made = (name, className, text = "") => Object.assign(document.createElement(name), { className, textContent: text });
    const bar = Object.assign(made("progress", ""), { max: 100, value: 0, ariaLabel: file.name });
    const stop = Object.assign(made("button", "button bare small", this.dataset.stop), { type: "button" });
    stop.addEventListener("click", () => { task.request?.abort(); task.remove(); });
    const inner = made("div", "task");
    inner.append(made("span", "one-line", file.name), stop, bar, made("span", "faint far"));
    task.append(inner);
    return task;
  }

  far(task, sent, all) {
    const mb = (bytes) => (bytes / MB).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    task.querySelector("progress").value = (100 * sent) / all;
    task.querySelector(".far").textContent = this.dataset.left.replace("{part}", mb(sent)).replace("{all}", mb(all));
  }

  add({ id }) {
    const form = this.closest("form");
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "file", value: id });
    form.querySelector("#files").append(field);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("bring-files", BringFiles);
