/** What a form could not bring to the server, put aside in this browser until it can. */
const TYPED = "textarea, input[type=url], input:not([type])";

export const isAside = (key) => Boolean(localStorage.getItem(key));
export const forget = (key) => localStorage.removeItem(key);

export function putAside(key, form) {
  const typed = [...form.elements].filter((field) => field.name && field.matches(TYPED));
  localStorage.setItem(key, JSON.stringify(Object.fromEntries(typed.map(({ name, value }) => [name, value]))));
}

export function bringBack(key, form) {
  for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem(key) ?? "{}"))) {
    const field = form.elements[name];
    if (field && "value" in field) field.value = value;
  }
}
