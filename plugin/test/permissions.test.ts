import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { manifest } from "../build.mjs";
import { SITES } from "../src/policy";

/** Every permission with its reason. A new one fails here until somebody writes down why it is needed. */
const PERMISSIONS: Record<string, string> = {
  alarms: "brings a suspended background back, so that commands are not lost",
  scripting: "puts the content script into site tabs that were open before the plugin came",
  storage: "remembers that the seller paused, whom the commands are for, and sites on hold while the background sleeps",
  unlimitedStorage: "keeps the journal and the device key from being evicted when the disk is short; shows no warning",
};

const made = (await manifest()) as {
  version: string;
  permissions: string[];
  host_permissions: string[];
  optional_permissions?: string[];
  content_scripts: { matches: string[] }[];
  content_security_policy: { extension_pages: string };
};

test("permissions are those that somebody gave a reason for", () => {
  expect(made.permissions).toEqual(Object.keys(PERMISSIONS).sort());
  expect(made.optional_permissions).toBeUndefined();
});

test("hosts are exactly the sites of the policy", () => {
  const origins = SITES.map(({ host }) => `https://${host}/*`);
  expect(made.host_permissions).toEqual(origins);
  expect(made.content_scripts.map(({ matches }) => matches)).toEqual([origins]);
});

test("pages load nothing from elsewhere and connect without TLS only to this machine", () => {
  const policy = made.content_security_policy.extension_pages;
  expect(policy).toBe("script-src 'self'; object-src 'self'; connect-src ws://127.0.0.1:* ws://localhost:* wss:");
});

test("the version is the house's", () => {
  const props = readFileSync(new URL("../../Directory.Build.props", import.meta.url), "utf8");
  expect(made.version).toBe(/<VersionPrefix>(.+?)</.exec(props)?.[1]);
});
