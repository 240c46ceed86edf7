// Builds plugin/dist: readable, the same for Firefox and Chrome. Sites come from protocol/policy.json, the version from package.json.
import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
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

async function main() {
  const dist = here("dist");
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const made = await manifest();
  const define = { PLUGIN_VERSION: JSON.stringify(made.version) };
  await Promise.all([
    build({ ...shared, define, format: "esm", entryPoints: [here("src/background.ts")], outfile: here("dist/background.js") }),
    build({ ...shared, define, format: "iife", entryPoints: [here("src/content.ts")], outfile: here("dist/content.js") }),
    build({ ...shared, define, format: "esm", entryPoints: [here("src/ui/popup.ts"), here("src/ui/activity.ts")], outdir: dist }),
    writeFile(here("dist/manifest.json"), `${JSON.stringify(made, null, 2)}\n`),
    cp(here("_locales"), here("dist/_locales"), { recursive: true }),
    cp(here("icons"), here("dist/icons"), { recursive: true }),
    ...["popup.html", "popup.css", "activity.html"].map((name) => cp(here(`src/ui/${name}`), here(`dist/${name}`))),
  ]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
