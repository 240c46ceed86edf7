import { base64Url } from "./encoding";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;

/** A new key pair whose private half never leaves the browser. */
export async function makeKey(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
}

/** SubjectPublicKeyInfo in base64url. */
export async function publicText(key: CryptoKey): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.exportKey("spki", key)));
}

/** Proves that the key is held; `subject` is the browser's or the pairing's id. `docs/protocol.md` §4. */
export async function sign(key: CryptoKey, bridgeId: string, subject: string, challenge: string): Promise<string> {
  const text = new TextEncoder().encode(`stoflow.v1\n${bridgeId}\n${subject}\n${challenge}`);
  return base64Url(new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, text)));
}
