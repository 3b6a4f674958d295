/** Copies the libraries of the pages from node_modules to where Django finds them: one line each. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
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

// What emoji are called: read by the server alone, which searches them (no picker in the browser).
const names = join(here, "src/antiphon/web/emoji");
const slim = ({ emoji, annotation, tags, group }) => [emoji, annotation, tags ?? [], group ?? -1];

await mkdir(names, { recursive: true });
for (const language of ["en", "de", "es", "pt"]) {
  const from = join(here, "node_modules/emoji-picker-element-data", language, "cldr/data.json");
  const all = JSON.parse(await readFile(from, "utf8"));
  await writeFile(join(names, `${language}.json`), JSON.stringify(all.map(slim)));
}
