/** `<command-menu><dialog>…</dialog></command-menu>`: Ctrl+K or Cmd+K finds pages, posts and things to do.
    The server fills the list as one types; arrows walk it, Enter goes there. */
export class CommandMenu extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.list = this.querySelector('[role="listbox"]');
    document.addEventListener("keydown", (event) => this.maybeOpen(event));
    document.addEventListener("click", (event) => event.target.closest("[data-opens=command]") && this.open());
    this.input.addEventListener("keydown", (event) => this.walk(event));
    this.dialog.addEventListener("click", (event) => this.chosen(event.target));
    new MutationObserver(() => this.mark(0)).observe(this.list, { childList: true });
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  maybeOpen(event) {
    if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    this.open();
  }

  open() {
    this.input.value = "";
    this.dialog.showModal();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  chosen(target) {
    const option = target.closest('[role="option"]');
    if (option) this.go(option);
    else if (target === this.dialog) this.dialog.close();
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = this.options.findIndex((option) => option.ariaSelected === "true");
    if (step) {
      event.preventDefault();
      this.mark((at + step + this.options.length) % this.options.length);
    }
    if (event.key === "Enter" && this.options[at]) this.go(this.options[at]);
  }

  go(option) {
    location.href = option.dataset.href;
  }

  mark(at) {
    for (const option of this.options) option.ariaSelected = "false";
    const chosen = this.options[at];
    if (!chosen) return;
    chosen.ariaSelected = "true";
    chosen.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", chosen.id);
  }
}

customElements.define("command-menu", CommandMenu);
