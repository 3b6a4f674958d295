/** `<kept-draft>` around a form that keeps itself: one request after the other, each against the version that the
    one before it made; nothing newer is overwritten by an answer; what could not be kept stays in this browser.
    It is `busy` as long as something is not kept yet. */
import { bringBack, forget, isAside, putAside } from "./aside.js";

export class KeptDraft extends HTMLElement {
  connectedCallback() {
    this.key = `unsent:${location.pathname}`;
    this.offer = this.querySelector("[data-offer]");
    this.said = this.querySelector("[data-say]");
    for (const kind of ["input", "click", "submit", "tab-chosen", "kept", "htmx:before:request", "htmx:before:swap", "htmx:after:swap", "htmx:error", "htmx:finally:request"]) this.addEventListener(kind, this);
    this.offer.hidden = !isAside(this.key);
  }

  get form() { return this.querySelector("#compose"); }

  handleEvent(event) {
    const { ctx } = event.detail ?? {};
    switch (event.type) {
      case "input": if ((event.target.form ?? event.target) === this.form) this.toggleAttribute("busy", this.newer = true); break;
      case "submit": if (event.submitter?.hasAttribute("data-default")) { event.preventDefault(); this.type(); } break;
      case "click": this.click(event.target.closest("[data-bring], [data-forget]")); break;
      case "tab-chosen": this.chose(event.detail.tab); break;
      case "kept": this.kept(event.detail); break;
      case "htmx:before:request": this.ask(ctx); break;
      case "htmx:before:swap": if (this.owns(ctx)) this.judge(event, ctx); break;
      case "htmx:after:swap": if (this.owns(ctx)) this.look(ctx); break;
      case "htmx:finally:request": if (this.owns(ctx)) this.toggleAttribute("busy", this.newer); break;
      case "htmx:error": if (this.owns(ctx)) this.lose(this.dataset.lost); break;
    }
  }

  owns(ctx) { return ctx?.target?.id === "compose"; }

  ask(ctx) {
    if (!this.owns(ctx)) return;
    ctx.request.body?.set?.("version", this.form.elements.version.value);
    if (ctx.sourceElement === this.form) ctx.request.action = this.form.getAttribute("action");
    this.newer = false;
    this.toggleAttribute("busy", true);
  }

  judge(event, ctx) {
    const answered = [200, 422].includes(ctx.response.status);
    if (!answered) this.lose(this.dataset.refused);
    if (!answered || (this.newer && ctx.sourceElement === this.form)) event.preventDefault();
  }

  kept({ version, action }) {
    const { form } = this;
    form.elements.version.value = version;
    form.setAttribute("action", action);
    form.setAttribute("hx-post", action);
    forget(this.key);
    this.said.hidden = true;
  }

  lose(words) {
    putAside(this.key, this.form);
    this.said.textContent = words;
    this.said.hidden = false;
  }

  click(button) {
    if (!button) return;
    this.offer.hidden = true;
    if (button.hasAttribute("data-bring")) bringBack(this.key, this.form);
    forget(this.key);
    if (button.hasAttribute("data-bring")) this.type();
  }

  chose({ id }) {
    const name = id.startsWith("v-") ? "see" : "tab";
    this.form.elements[name].value = id.slice(2);
    this.open = { ...this.open, [name]: id };
  }

  type() { this.form.dispatchEvent(new Event("input", { bubbles: true })); }

  look(ctx) {
    this.toggleAttribute("busy", this.newer);
    const stay = ctx.sourceElement === this.form ? Object.values(this.open ?? {}) : [];
    for (const id of stay) this.querySelector(`[id="${id}"]`)?.closest("tab-set").choose(document.getElementById(id), false);
    const wanted = this.form.querySelector("[data-focus]");
    if (wanted && wanted !== this.wanted) wanted.focus();
    this.wanted = wanted;
  }
}

customElements.define("kept-draft", KeptDraft);
