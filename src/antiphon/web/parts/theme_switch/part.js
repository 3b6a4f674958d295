/** `<theme-switch><button>…</button></theme-switch>`: light, dark, or what the system says. The choice is
    a cookie, so that the server writes the next page in it from the start. */
const YEAR = 31536000;

export class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.addEventListener("click", this);
    this.show();
  }

  get dark() {
    const wish = document.documentElement.dataset.theme;
    return wish ? wish === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  handleEvent() {
    const theme = this.dark ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
    this.show();
  }

  show() {
    this.button.setAttribute("aria-pressed", String(this.dark));
  }
}

customElements.define("theme-switch", ThemeSwitch);
