// Builds plugin/dist: readable, the same for Firefox and Chrome. Sites come from protocol/policy.json, the version from package.json.
import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const json = async (path) => JSON.parse(await readFile(here(path), "utf8"));

/** The manifest with what has another home filled in. */
export async function manifest() {
  const [base, policy, packed] = await Promise.all([json("manifest.json"), json("../protocol/policy.json"), json("package.json")]);
  const matches = policy.sites.map((site) => `https://${site.host}/*`);
  return {
    ...base,
    version: packed.version,
    host_permissions: matches,
    content_scripts: [{ matches, js: ["content.js"], run_at: "document_start" }],
  };
}

const shared = {
  bundle: true,
  target: ["firefox140", "chrome148"],
  charset: "utf8",
  legalComments: "inline",
  logLevel: "warning",
};

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
}

/** Puts a finished build in the place of the last: browsers read `dist` while they run, so a file that is the same is not touched and none is missing meanwhile. */
export async function settle(made, dist) {
  await mkdir(dist, { recursive: true });
  const names = await files(made);
  for (const name of names) {
    const [after, before] = await Promise.all([readFile(join(made, name)), readFile(join(dist, name)).catch(() => undefined)]);
    if (before?.equals(after)) continue;
    await mkdir(dirname(join(dist, name)), { recursive: true });
    await rename(join(made, name), join(dist, name));
  }
  for (const name of await files(dist)) if (!names.includes(name)) await rm(join(dist, name));
  await rm(made, { recursive: true });
}

async function main() {
  const fresh = here("dist.new");
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const made = await manifest();
  const define = { PLUGIN_VERSION: JSON.stringify(made.version) };
  await Promise.all([
    build({ ...shared, define, format: "esm", entryPoints: [here("src/background.ts")], outfile: join(fresh, "background.js") }),
    build({ ...shared, define, format: "iife", entryPoints: [here("src/content.ts")], outfile: join(fresh, "content.js") }),
    build({ ...shared, define, format: "esm", entryPoints: [here("src/ui/popup.ts"), here("src/ui/activity.ts")], outdir: fresh }),
    writeFile(join(fresh, "manifest.json"), `${JSON.stringify(made, null, 2)}\n`),
    cp(here("_locales"), join(fresh, "_locales"), { recursive: true }),
    cp(here("icons"), join(fresh, "icons"), { recursive: true }),
    ...["popup.html", "popup.css", "activity.html"].map((name) => cp(here(`src/ui/${name}`), join(fresh, name))),
  ]);
  await settle(fresh, here("dist"));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
