import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settle } from "../build.mjs";

let folder = "";
const made = (name: string) => join(folder, "made", name);
const dist = (name: string) => join(folder, "dist", name);

describe("a build beside a browser that reads the last one", () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "stoflow-build-"));
    await mkdir(made("icons"), { recursive: true });
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("leaves alone what is the same, replaces what is not, takes away what is gone", async () => {
    await mkdir(dist("icons"), { recursive: true });
    await Promise.all([
      ...[made("same.js"), dist("same.js"), made("icons/1.png"), dist("icons/1.png")].map((file) => writeFile(file, "same")),
      writeFile(made("new.js"), "after"),
      writeFile(dist("new.js"), "before"),
      writeFile(dist("gone.js"), "before"),
    ]);
    const before = await stat(dist("same.js"));

    await settle(join(folder, "made"), join(folder, "dist"));

    const after = await stat(dist("same.js"));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    expect(await readFile(dist("new.js"), "utf8")).toBe("after");
    expect((await readdir(join(folder, "dist"))).sort()).toEqual(["icons", "new.js", "same.js"]);
    expect(await readdir(folder)).toEqual(["dist"]);
  });

  it("is there whole where there was none", async () => {
    await writeFile(made("icons/1.png"), "one");

    await settle(join(folder, "made"), join(folder, "dist"));

    expect(await readFile(dist("icons/1.png"), "utf8")).toBe("one");
  });
});
