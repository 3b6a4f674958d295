/** Copies the libraries of the pages from node_modules to where Django finds them: one line each. */
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "src/antiphon/web/vendor");

const files = {
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
};

await mkdir(target, { recursive: true });
for (const [from, to] of Object.entries(files)) {
  await copyFile(join(here, "node_modules", from), join(target, to));
}
