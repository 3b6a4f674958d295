/** Copies the libraries of the pages from node_modules to where Django finds them: one line each. */
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "src/antiphon/web/vendor");

const letters = (script) => `commissioner-${script}-wght-normal.woff2`;
const font = (script) => [`@fontsource-variable/commissioner/files/${letters(script)}`, letters(script)];

const files = {
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
  "@github/text-expander-element/dist/bundle.js": "text-expander.js",
  ...Object.fromEntries(["latin", "latin-ext", "cyrillic", "greek", "vietnamese"].map(font)),
};

await mkdir(target, { recursive: true });
for (const [from, to] of Object.entries(files)) {
  await copyFile(join(here, "node_modules", from), join(target, to));
}
