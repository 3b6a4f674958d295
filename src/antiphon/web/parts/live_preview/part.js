/** `<live-preview for="text" limit="300">` shows a textarea's words as they will look, and what is cut off. */
import { length } from "../text_meter/part.js";

const MARKS = /(https?:\/\/\S+|[#@][\p{L}\p{N}_]+)/gu;

export class LivePreview extends HTMLElement {
  connectedCallback() {
    this.source = document.getElementById(this.getAttribute("for"));
    this.source.addEventListener("input", this);
    this.handleEvent();
  }

  handleEvent() {
    const limit = Number(this.getAttribute("limit"));
    const letters = [...this.source.value];
    const kept = letters.slice(0, limit).join("");
    const nodes = kept.split(MARKS).map((part, at) => (at % 2 ? this.wrap(part, "mark-up") : part));
    if (length(this.source.value) > limit) nodes.push(this.wrap(letters.slice(limit).join(""), "cut"));
    this.replaceChildren(...nodes);
  }

  wrap(words, name) {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = words;
    return span;
  }
}

customElements.define("live-preview", LivePreview);
