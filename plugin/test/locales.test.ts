import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Messages = Record<string, { message: string }>;

const root = new URL("../_locales/", import.meta.url);
const read = (locale: string): Messages => JSON.parse(readFileSync(new URL(`${locale}/messages.json`, root), "utf8")) as Messages;
const locales = readdirSync(root);
const french = read("fr");
const values = (message: string): string[] => [...message.matchAll(/\$\d/g)].map(([value]) => value).sort();

function sources(folder: URL): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? sources(new URL(`${entry.name}/`, folder)) : readFileSync(new URL(entry.name, folder), "utf8")))
    .join("\n");
}

test("French comes first, English is there", () => {
  expect(locales).toEqual(expect.arrayContaining(["en", "fr"]));
});

describe.each(locales)("%s", (locale) => {
  const messages = read(locale);

  test("says which language it is, for those who hear it", () => {
    expect(messages.lang?.message).toBe(locale);
  });

  test("says everything, with the same values", () => {
    expect(Object.keys(messages)).toEqual(Object.keys(french));
    for (const [name, { message }] of Object.entries(messages)) {
      expect(message.trim(), name).not.toBe("");
      expect(values(message), name).toEqual(values(french[name]?.message ?? ""));
    }
  });
});

test("every text is used, and every text that is used is there", () => {
  const code = sources(new URL("../src/", import.meta.url)) + readFileSync(new URL("../manifest.json", import.meta.url), "utf8");
  const built = ["rest_", "pairing_", "outcome_"];
  const unused = Object.keys(french).filter((name) => !built.some((start) => name.startsWith(start)) && !new RegExp(`["_]${name}["_]`).test(code));
  expect(unused).toEqual([]);
  const used = [...code.matchAll(/(?:say\("|data-say=")(\w+)"/g)].map(([, name]) => name ?? "");
  expect(used.filter((name) => !(name in french))).toEqual([]);
});
