/** `<kept-draft>` around a form that keeps itself: one request after the other, each against the version that the
    one before it made; nothing newer is overwritten by an answer; what could not be kept stays in this browser. */
export class KeptDraft extends HTMLElement {
  connectedCallback() {
    this.key = `unsent:${location.pathname}`;
    this.offer = this.querySelector("[data-offer]");
    this.said = this.querySelector("[data-say]");
    for (const kind of ["input", "click", "submit", "tab-chosen", "kept", "htmx:before:request", "htmx:before:swap", "htmx:after:swap", "htmx:error"]) this.addEventListener(kind, this);
    this.offer.hidden = !localStorage.getItem(this.key);
  }

  get form() { return this.querySelector("#compose"); }

  handleEvent(event) {
    const { ctx } = event.detail ?? {};
    switch (event.type) {
      case "input": if (event.target.form === this.form) this.newer = true; break;
      case "submit": if (event.submitter?.hasAttribute("data-default")) { event.preventDefault(); this.type(); } break;
      case "click": this.click(event.target.closest("[data-bring], [data-forget]")); break;
      case "tab-chosen": this.chose(event.detail.tab); break;
      case "kept": this.kept(event.detail); break;
      case "htmx:before:request": this.ask(ctx); break;
      case "htmx:before:swap": if (this.owns(ctx)) this.judge(event, ctx); break;
      case "htmx:after:swap": this.look(); break;
      case "htmx:error": if (this.owns(ctx)) this.lose(this.dataset.lost); break;
    }
  }

  owns(ctx) { return ctx?.target?.id === "compose"; }

  ask(ctx) {
    if (!this.owns(ctx)) return;
    ctx.request.body?.set?.("version", this.form.elements.version.value);
    if (ctx.sourceElement === this.form) ctx.request.action = this.form.getAttribute("action");
    this.newer = false;
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
    localStorage.removeItem(this.key);
    this.said.hidden = true;
  }

  lose(words) {
    const typed = [...this.form.elements].filter((field) => field.matches("textarea, input[type=url], input:not([type])") && field.name);
    localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(typed.map(({ name, value }) => [name, value]))));
    this.said.textContent = words;
    this.said.hidden = false;
  }

  click(button) {
    if (!button) return;
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "{}");
    localStorage.removeItem(this.key);
    this.offer.hidden = true;
    if (!button.hasAttribute("data-bring")) return;
    for (const [name, value] of Object.entries(kept)) if (this.form.elements[name]) this.form.elements[name].value = value;
    this.type();
  }

  chose(tab) { this.form.elements[tab.id.startsWith("v-") ? "see" : "tab"].value = tab.id.slice(2); }
  type() { this.form.dispatchEvent(new Event("input", { bubbles: true })); }

  look() {
    const wanted = this.form.querySelector("[data-focus]");
    if (wanted && wanted !== this.wanted) wanted.focus();
    this.wanted = wanted;
  }
}

customElements.define("kept-draft", KeptDraft);
