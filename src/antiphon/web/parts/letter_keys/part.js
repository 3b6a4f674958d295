/** `<letter-keys>` around a switch: whether single letters are keys, kept by this browser. */
export class LetterKeys extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("input");
    this.box.checked = localStorage.getItem("shortcuts") !== "off";
    this.addEventListener("change", this);
  }

  handleEvent() {
    localStorage.setItem("shortcuts", this.box.checked ? "on" : "off");
  }
}

customElements.define("letter-keys", LetterKeys);
