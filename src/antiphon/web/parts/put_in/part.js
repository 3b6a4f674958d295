/** `<put-in>`: a button with `data-put` puts its words where the caret was last. */
export class PutIn extends HTMLElement {
  connectedCallback() {
    this.addEventListener("focusin", this);
    this.addEventListener("click", this);
  }

  get field() { return this.last?.isConnected ? this.last : this.querySelector("textarea:not([hidden])"); }

  handleEvent(event) {
    if (event.type === "focusin") {
      if (event.target.matches("textarea.paper")) this.last = event.target;
      return;
    }
    const button = event.target.closest("[data-put]");
    if (button && this.field) this.put(this.field, button.dataset.put);
  }

  put(field, words) {
    field.closest("[popover]")?.hidePopover();
    this.querySelector("#emoji:popover-open")?.hidePopover();
    field.focus();
    const sign = words.length === 1 && /[#@]/.test(words);
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(sign && before && !/\s$/.test(before) ? ` ${words}` : words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: words }));
  }
}

customElements.define("put-in", PutIn);
