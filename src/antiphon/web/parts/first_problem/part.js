/** `<first-problem></first-problem>` at the end of a page that was refused: the first field that is wrong gets the focus. */
export class FirstProblem extends HTMLElement {
  connectedCallback() {
    document.querySelector('[aria-invalid="true"]')?.focus();
  }
}

customElements.define("first-problem", FirstProblem);
